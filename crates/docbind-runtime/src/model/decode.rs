use std::fmt;

use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Number;

use super::json::from_text;
use super::numbers::with_all_numbers;
use super::{Binary, Item, ItemMut, Json, List, Mut, Record, Slot};
use crate::{Error, ErrorKind};

const NO_OBJECT: &str = "the JSON is not an object";

/// Reads a JSON object into a record. Fields it does not name are left as they are.
///
/// # Errors
/// When the text is not one JSON object, or nested more than 128 levels deep.
pub fn decode(json: &[u8], record: &mut dyn Record) -> Result<(), Error> {
    let before = record.extra().clone();
    let fit = with_all_numbers(json_text(json), |json, again| {
        if again && let Some(extra) = record.extra_mut() {
            *extra = before.clone();
        }
        read_value(json, Value { place: Mut::Obj(&mut Whole(record)), order: None })
    });
    match fit {
        Ok(Fit::Set) => Ok(()),
        Ok(_) => Err(Error::new(ErrorKind::Decode, NO_OBJECT)),
        Err(error) => Err(Error::decode(error)),
    }
}

fn read_value(json: &[u8], value: Value<'_>) -> Result<Fit, serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    let fit = value.deserialize(&mut deserializer)?;
    deserializer.end().map(|()| fit)
}

/// A text without the mark that some writers put before it.
pub(crate) fn json_text(json: &[u8]) -> &[u8] {
    json.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(json)
}

/// Reads a JSON value into a place; `name` is what an error calls it.
pub(crate) fn decode_value(json: &[u8], place: Mut<'_>, name: &str) -> Result<(), Error> {
    match read_value(json, Value { place, order: None }) {
        Ok(Fit::Misfit(_)) => Err(Error::shape(name)),
        Ok(_) => Ok(()),
        Err(error) => Err(Error::decode(error)),
    }
}

/// Reads an object into a record. Generic over the format only, never over the type: one copy serves all models.
pub struct FromJson<'a>(pub &'a mut dyn Record);

/// Reads any value into a place. What does not fit the type of the place is handed back instead of being an error:
/// documentation is often wrong about a type, and one wrong type must not cost the whole answer.
struct Value<'a> {
    place: Mut<'a>,
    /// Given to the elements of a list.
    order: Option<&'a mut Order>,
}

/// The slots of the properties of one object in the order they came. The elements of a list mostly come alike, so the
/// order of one is tried first on the next; where that fails nothing but time is lost.
struct Order([u8; 128]);

impl Order {
    /// Stands for a slot that is not known, or too far to be noted.
    const NONE: u8 = u8::MAX;

    fn guess(&self, position: usize) -> Option<usize> {
        self.0.get(position).filter(|slot| **slot != Self::NONE).map(|slot| (*slot).into())
    }

    fn note(&mut self, position: usize, slot: usize) {
        if let Some(noted) = self.0.get_mut(position) {
            *noted = u8::try_from(slot).unwrap_or(Self::NONE);
        }
    }
}

/// How a value and its place went together.
enum Fit {
    Set,
    Null,
    Misfit(Json),
}

impl<'de> DeserializeSeed<'de> for FromJson<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match (Value { place: Mut::Obj(&mut Whole(self.0)), order: None }).deserialize(deserializer)? {
            Fit::Set => Ok(()),
            _ => Err(serde::de::Error::custom(NO_OBJECT)),
        }
    }
}

/// The place of a record that stands for itself.
struct Whole<'a>(&'a mut dyn Record);

impl Slot for Whole<'_> {
    fn put(&mut self, _value: bool) -> ItemMut<'_> {
        ItemMut::Record(self.0)
    }
    fn get(&self) -> Option<Item<'_>> {
        Some(Item::Record(self.0))
    }
}

/// Reads the members of an object, and notes their order when the object is one of a list.
fn visit_record<'de, A: MapAccess<'de>>(
    record: &mut dyn Record,
    mut map: A,
    mut order: Option<&mut Order>,
) -> Result<(), A::Error> {
    let names = record.shape().names;
    let (mut next, mut position) = (0, 0);
    // A value after a null, of the same object or one before, ends the null.
    let mut any_null = record.extra().has_nulls();
    loop {
        let guess = order.as_ref().and_then(|order| order.guess(position)).unwrap_or(next);
        let Some(key) = map.next_key_seed(Name { names, guess, next })? else { return Ok(()) };
        match key {
            Key::Slot(slot) => {
                next = slot + 1;
                if let Some(order) = &mut order {
                    order.note(position, slot);
                }
                let fit = map.next_value_seed(Value { place: record.slot(slot), order: None })?;
                match (fit, names.get(slot)) {
                    (Fit::Set, _) if !any_null => {}
                    (Fit::Null, _) => {
                        any_null = true;
                        set_null(record, slot, true);
                    }
                    (Fit::Misfit(json), Some(name)) => {
                        set_null(record, slot, false);
                        keep(record, (*name).into(), json);
                    }
                    (Fit::Set | Fit::Misfit(_), _) => set_null(record, slot, false),
                }
            }
            Key::Other(name) => {
                let value = map.next_value()?;
                keep(record, name, value);
            }
        }
        position += 1;
    }
}

#[inline]
fn set_null(record: &mut dyn Record, slot: usize, null: bool) {
    if let Some(extra) = record.extra_mut() {
        extra.set_null(slot, null);
    }
}

fn keep(record: &mut dyn Record, name: Box<str>, value: Json) {
    if let Some(extra) = record.extra_mut() {
        extra.push(name, value);
    }
}

/// Finds the slot of a key: the guessed one, or else the first with that name from the slot after the last one found.
struct Name {
    names: &'static [&'static str],
    guess: usize,
    next: usize,
}

enum Key {
    Slot(usize),
    Other(Box<str>),
}

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Name {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a property")
    }

    #[inline]
    fn visit_str<E>(self, key: &str) -> Result<Key, E> {
        if self.names.get(self.guess).is_some_and(|name| *name == key) {
            return Ok(Key::Slot(self.guess));
        }
        Ok(self.search(key).map_or_else(|| Key::Other(key.into()), Key::Slot))
    }
}

impl Name {
    #[cold]
    fn search(&self, key: &str) -> Option<usize> {
        let (before, after) = self.names.split_at_checked(self.next).unwrap_or((self.names, &[]));
        let found = after.iter().position(|name| *name == key).map(|index| before.len() + index);
        found.or_else(|| before.iter().position(|name| *name == key))
    }
}

impl<'de> DeserializeSeed<'de> for Value<'_> {
    type Value = Fit;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Fit, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Value<'_> {
    /// A whole number into its place, or the number back.
    fn integer(mut self, integer: Option<i64>, number: Number) -> Fit {
        match (self.place.open(), integer) {
            (ItemMut::I32(slot), Some(integer)) => match i32::try_from(integer) {
                Ok(integer) => *slot = integer,
                Err(_) => return self.misfit(Json::Number(number)),
            },
            (ItemMut::I64(slot), Some(integer)) => *slot = integer,
            (ItemMut::F64(slot), _) => *slot = number.as_f64().unwrap_or(f64::NAN),
            (ItemMut::Json(slot), _) => *slot = Json::Number(number),
            _ => return self.misfit(Json::Number(number)),
        }
        Fit::Set
    }

    #[cold]
    fn misfit(mut self, json: Json) -> Fit {
        self.place.clear();
        Fit::Misfit(json)
    }
}

impl<'de> Visitor<'de> for Value<'_> {
    type Value = Fit;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(mut self) -> Result<Fit, E> {
        if matches!(self.place, Mut::End(_)) {
            // In a list without its nulls the other elements would be in other places.
            return Ok(match self.place.open() {
                ItemMut::Json(_) => Fit::Set,
                _ => self.misfit(Json::Null),
            });
        }
        self.place.clear();
        Ok(Fit::Null)
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<Fit, E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Fit, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E>(mut self, value: bool) -> Result<Fit, E> {
        match self.place.open() {
            ItemMut::Bool(slot) => *slot = value,
            ItemMut::Json(slot) => *slot = Json::Bool(value),
            _ => return Ok(self.misfit(Json::Bool(value))),
        }
        Ok(Fit::Set)
    }

    fn visit_i64<E>(self, value: i64) -> Result<Fit, E> {
        Ok(self.integer(Some(value), value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Fit, E> {
        Ok(self.integer(i64::try_from(value).ok(), value.into()))
    }

    fn visit_f64<E>(mut self, value: f64) -> Result<Fit, E> {
        let json = || Number::from_f64(value).map_or_else(|| Item::F64(value).to_json(), Json::Number);
        match self.place.open() {
            ItemMut::F64(slot) => *slot = value,
            ItemMut::Json(slot) => *slot = json(),
            _ => return Ok(self.misfit(json())),
        }
        Ok(Fit::Set)
    }

    fn visit_str<E>(mut self, text: &str) -> Result<Fit, E> {
        // What most properties are.
        if let Mut::Str(slot) = &mut self.place {
            **slot = Some(text.to_owned());
            return Ok(Fit::Set);
        }
        let fits = match self.place.open() {
            ItemMut::Str(slot) => {
                *slot = text.to_owned();
                true
            }
            ItemMut::Text(slot) => {
                *slot = text.into();
                true
            }
            ItemMut::Enum(slot) => {
                slot.set_text(text);
                true
            }
            ItemMut::Json(slot) => {
                *slot = Json::String(text.to_owned());
                true
            }
            // IEEE754Compatible=true makes a service send 64-bit integers as text.
            ItemMut::I64(slot) => text.parse().is_ok_and(|number| {
                *slot = number;
                true
            }),
            ItemMut::F64(slot) => from_text(text).is_some_and(|number| {
                *slot = number;
                true
            }),
            ItemMut::Binary(slot) => Binary::from_base64(text).is_ok_and(|bytes| {
                *slot = bytes;
                true
            }),
            _ => false,
        };
        Ok(if fits { Fit::Set } else { self.misfit(Json::String(text.to_owned())) })
    }

    fn visit_map<A: MapAccess<'de>>(mut self, map: A) -> Result<Fit, A::Error> {
        match self.place.open() {
            ItemMut::Record(record) => visit_record(record, map, self.order)?,
            ItemMut::Json(slot) => *slot = Json::deserialize(MapAccessDeserializer::new(map))?,
            _ => return Ok(self.misfit(Json::deserialize(MapAccessDeserializer::new(map))?)),
        }
        Ok(Fit::Set)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, seq: A) -> Result<Fit, A::Error> {
        match self.place.open() {
            ItemMut::List(list) => match visit_list(list, seq)? {
                Some(misfit) => return Ok(self.misfit(misfit)),
                None => return Ok(Fit::Set),
            },
            ItemMut::Json(slot) => *slot = Json::deserialize(SeqAccessDeserializer::new(seq))?,
            _ => return Ok(self.misfit(Json::deserialize(SeqAccessDeserializer::new(seq))?)),
        }
        Ok(Fit::Set)
    }
}

/// Appends the elements; hands the whole list back as JSON when an element does not fit.
fn visit_list<'de, A: SeqAccess<'de>>(list: &mut dyn List, mut seq: A) -> Result<Option<Json>, A::Error> {
    let mut order = Order([Order::NONE; 128]);
    while let Some(fit) = seq.next_element_seed(Value { place: Mut::End(&mut *list), order: Some(&mut order) })? {
        let Fit::Misfit(json) = fit else { continue };
        let mut all: Vec<Json> =
            (0..list.len()).filter_map(|index| list.get(index)).map(|item| item.to_json()).collect();
        all.push(json);
        while let Some(json) = seq.next_element()? {
            all.push(json);
        }
        return Ok(Some(Json::Array(all)));
    }
    Ok(None)
}
