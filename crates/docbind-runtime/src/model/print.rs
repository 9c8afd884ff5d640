use std::fmt;

use super::json::to_number;
use super::{Item, Json, Record, Shape, erase};
use crate::redact::{REDACTED, debug_text, is_link_name};

/// `Debug` of a model: what is set, by wire name, with secrets hidden.
///
/// # Errors
/// Those of the formatter.
#[inline]
pub fn debug<R: Record>(name: &str, record: &R, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    print(name, erase::record(record), f)
}

fn print(name: &str, record: &dyn Record, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut out = f.debug_struct(name);
    let (Shape { names, secrets, .. }, extra) = (record.shape(), record.extra());
    for (index, name) in names.iter().enumerate() {
        match record.slot_ref(index).get() {
            Some(_) if secrets.contains(&index) => out.field(name, &Redacted),
            Some(item) => out.field(name, &Shown { name, item }),
            None if extra.is_null(index) => out.field(name, &format_args!("null")),
            None => &mut out,
        };
    }
    for (name, value) in extra.iter() {
        // A secret that came in another shape than documented is a secret all the same.
        let secret = secrets.iter().any(|index| names.get(*index).is_some_and(|known| *known == name));
        match secret {
            true => out.field(name, &Redacted),
            false => out.field(name, &Shown { name, item: Item::Json(value) }),
        };
    }
    out.finish()
}

/// A member by its name, which may say that what it holds is a link that lets anybody in.
pub(super) struct Shown<'a> {
    pub(super) name: &'a str,
    pub(super) item: Item<'a>,
}

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match is_link_name(self.name) {
            true => Redacted.fmt(f),
            false => self.item.fmt(f),
        }
    }
}

struct Redacted;

impl fmt::Debug for Redacted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

impl fmt::Debug for Item<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool(value) => value.fmt(f),
            Self::I64(number) => number.fmt(f),
            Self::F64(number) => match to_number(*number) {
                Ok(number) => fmt::Display::fmt(&number, f),
                Err(text) => f.write_str(text),
            },
            Self::Str(text) => debug_text(text, f),
            Self::Binary(bytes) => write!(f, "[{} bytes]", bytes.len()),
            Self::Json(Json::Null) => f.write_str("null"),
            Self::Json(Json::Bool(value)) => value.fmt(f),
            Self::Json(Json::Number(number)) => fmt::Display::fmt(number, f),
            Self::Json(Json::String(text)) => debug_text(text, f),
            Self::Json(Json::Array(list)) => f.debug_list().entries(list.iter().map(Item::Json)).finish(),
            Self::Json(Json::Object(object)) => {
                let shown = |name, value| Shown { name, item: Item::Json(value) };
                f.debug_map().entries(object.iter().map(|(name, value)| (name, shown(name, value)))).finish()
            }
            Self::Record(record) => {
                let name = record.shape().type_name;
                print(name.rsplit('.').next().unwrap_or(name), *record, f)
            }
            Self::List(list) => f.debug_list().entries((0..list.len()).filter_map(|index| list.get(index))).finish(),
        }
    }
}

/// Equality of two models of one type: fields, explicit nulls and what the documentation does not list.
#[inline]
pub fn equal<R: Record>(left: &R, right: &R) -> bool {
    is_equal(erase::record(left), erase::record(right))
}

fn is_equal(left: &dyn Record, right: &dyn Record) -> bool {
    let (left_extra, right_extra) = (left.extra(), right.extra());
    (0..left.shape().names.len()).all(|index| match (left.slot_ref(index).get(), right.slot_ref(index).get()) {
        (Some(left), Some(right)) => same(&left, &right),
        (None, None) => left_extra.is_null(index) == right_extra.is_null(index),
        _ => false,
    }) && left_extra.unknown() == right_extra.unknown()
}

fn same(left: &Item<'_>, right: &Item<'_>) -> bool {
    match (left, right) {
        (Item::Bool(left), Item::Bool(right)) => left == right,
        (Item::I64(left), Item::I64(right)) => left == right,
        (Item::F64(left), Item::F64(right)) => left == right,
        (Item::Str(left), Item::Str(right)) => left == right,
        (Item::Binary(left), Item::Binary(right)) => left == right,
        (Item::Json(left), Item::Json(right)) => left == right,
        // Fields in the same place of two models of one type have one type.
        (Item::Record(left), Item::Record(right)) => is_equal(*left, *right),
        (Item::List(left), Item::List(right)) => {
            left.len() == right.len()
                && (0..left.len()).all(|index| match (left.get(index), right.get(index)) {
                    (Some(left), Some(right)) => same(&left, &right),
                    _ => false,
                })
        }
        _ => false,
    }
}
