use std::borrow::Cow;
use std::cell::Cell;

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use super::json::{members, to_number};
use super::{Binary, Item, Record};

/// The JSON object of a record: fields that are set, explicit nulls, and what the documentation does not list.
pub fn encode(record: &dyn Record) -> Vec<u8> {
    write(&Item::Record(record), Secrets::Show)
}

/// The JSON of a value, and whether a secret is in it.
pub(crate) fn encode_item(item: &Item<'_>) -> (Vec<u8>, bool) {
    let seen = Cell::new(false);
    let json = write(item, Secrets::Note(&seen));
    (json, seen.get())
}

/// The JSON of a record as the documented body of a request, without what the service alone writes, and whether a secret
/// is in it.
pub(crate) fn encode_body(record: &dyn Record) -> (Vec<u8>, bool) {
    let seen = Cell::new(false);
    let json = write_body(record, Secrets::Note(&seen));
    (json, seen.get())
}

/// The same with its secrets hidden.
pub(crate) fn encode_redacted_body(record: &dyn Record) -> Vec<u8> {
    write_body(record, Secrets::Hide)
}

fn write_body(record: &dyn Record, secrets: Secrets<'_>) -> Vec<u8> {
    let mut json = Vec::with_capacity(128);
    let left_out = record.shape().read_only;
    // Writing to memory does not fail, and every key is text.
    let written = serialize_record(record, left_out, secrets, &mut serde_json::Serializer::new(&mut json));
    debug_assert!(written.is_ok(), "a record is always valid JSON");
    json
}

/// The JSON of a value as it is.
pub(super) fn encode_plain(item: &Item<'_>) -> Vec<u8> {
    write(item, Secrets::Show)
}

/// The JSON of a value with its secrets hidden.
pub(crate) fn encode_redacted(item: &Item<'_>) -> Vec<u8> {
    write(item, Secrets::Hide)
}

fn write(item: &Item<'_>, secrets: Secrets<'_>) -> Vec<u8> {
    let mut json = Vec::with_capacity(128);
    // Writing to memory does not fail, and every key is text.
    let written = AsItem { item, secrets }.serialize(&mut serde_json::Serializer::new(&mut json));
    debug_assert!(written.is_ok(), "a record is always valid JSON");
    json
}

/// What becomes of secrets.
#[derive(Clone, Copy)]
enum Secrets<'a> {
    Show,
    Note(&'a Cell<bool>),
    Hide,
}

/// A record as serde sees it. Generic over the format only, never over the type.
pub struct AsJson<'a>(pub &'a dyn Record);

impl Serialize for AsJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_record(self.0, &[], Secrets::Show, serializer)
    }
}

struct AsItem<'a> {
    item: &'a Item<'a>,
    secrets: Secrets<'a>,
}

impl Serialize for AsItem<'_> {
    #[inline]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.item {
            Item::Bool(value) => serializer.serialize_bool(*value),
            Item::I64(number) => serializer.serialize_i64(*number),
            Item::F64(number) => match to_number(*number) {
                Ok(number) => number.serialize(serializer),
                Err(text) => serializer.serialize_str(text),
            },
            Item::Str(text) => serializer.serialize_str(text),
            Item::Binary(bytes) => serializer.serialize_str(&Binary::base64(bytes)),
            Item::Json(json) => json.serialize(serializer),
            Item::Record(record) => serialize_record(*record, &[], self.secrets, serializer),
            Item::List(list) => {
                let mut seq = serializer.serialize_seq(Some(list.len()))?;
                for item in (0..list.len()).filter_map(|index| list.get(index)) {
                    seq.serialize_element(&AsItem { item: &item, secrets: self.secrets })?;
                }
                seq.end()
            }
        }
    }
}

fn serialize_record<S: Serializer>(
    record: &dyn Record,
    left_out: &[usize],
    secrets: Secrets<'_>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let shape = record.shape();
    let is_secret = |slot: Option<usize>| {
        !matches!(secrets, Secrets::Show) && slot.is_some_and(|slot| shape.secrets.contains(&slot))
    };
    let mut map = serializer.serialize_map(None)?;
    members(record, left_out, |name, slot, item| {
        let item = if is_secret(slot) { secrets.see(item) } else { item };
        map.serialize_entry(name, &AsItem { item: &item, secrets })
    })?;
    map.end()
}

impl Secrets<'_> {
    #[cold]
    fn see<'a>(self, item: Item<'a>) -> Item<'a> {
        match self {
            Self::Show => item,
            Self::Note(seen) => {
                seen.set(true);
                item
            }
            Self::Hide => Item::from("[redacted]"),
        }
    }
}

impl<'a> From<&'a str> for Item<'a> {
    fn from(text: &'a str) -> Self {
        Self::Str(Cow::Borrowed(text))
    }
}
