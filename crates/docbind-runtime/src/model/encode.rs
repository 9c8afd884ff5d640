use std::borrow::Cow;
use std::cell::Cell;

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use super::{Binary, Item, Json, Record};

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
        serialize_record(self.0, Secrets::Show, serializer)
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
            Item::F64(number) => serialize_f64(*number, serializer),
            Item::Str(text) => serializer.serialize_str(text),
            Item::Binary(bytes) => serializer.serialize_str(&Binary::base64(bytes)),
            Item::Json(json) => json.serialize(serializer),
            Item::Record(record) => serialize_record(*record, self.secrets, serializer),
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

impl Serialize for Item<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        AsItem { item: self, secrets: Secrets::Show }.serialize(serializer)
    }
}

fn serialize_record<S: Serializer>(
    record: &dyn Record,
    secrets: Secrets<'_>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let (names, extra) = (record.shape().names, record.extra());
    let is_secret = |index: usize| !matches!(secrets, Secrets::Show) && record.shape().secrets.contains(&index);
    let mut map = serializer.serialize_map(None)?;
    // A reader of OData may rely on `@odata.type` coming before the properties.
    for (name, value) in extra.unknown().iter().filter(|(name, _)| name.starts_with('@')) {
        map.serialize_entry(&**name, value)?;
    }
    for (index, name) in names.iter().enumerate() {
        let Some(item) = record.slot_ref(index).get() else { continue };
        let item = if is_secret(index) { secrets.see(item) } else { item };
        map.serialize_entry(*name, &AsItem { item: &item, secrets })?;
    }
    if extra.has_nulls() {
        for (index, name) in names.iter().enumerate() {
            if extra.is_null(index) && record.slot_ref(index).get().is_none() {
                map.serialize_entry(*name, &())?;
            }
        }
    }
    for (name, value) in extra.unknown().iter().filter(|(name, _)| !name.starts_with('@')) {
        // A value that did not fit its field is sent until the field gets a value, or becomes null.
        let index = names.iter().position(|known| **known == **name);
        if index.is_none_or(|index| record.slot_ref(index).get().is_none() && !extra.is_null(index)) {
            let item = Item::Json(value);
            let item = if index.is_some_and(is_secret) { secrets.see(item) } else { item };
            map.serialize_entry(&**name, &AsItem { item: &item, secrets })?;
        }
    }
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

/// Numbers as a service writes them: whole ones without a fraction, and text for those JSON has no number for.
fn serialize_f64<S: Serializer>(number: f64, serializer: S) -> Result<S::Ok, S::Error> {
    /// Every whole number up to this one is exact.
    const WHOLE: f64 = 9_007_199_254_740_992.0;
    if number.is_nan() {
        serializer.serialize_str("NaN")
    } else if number.is_infinite() {
        serializer.serialize_str(if number > 0.0 { "INF" } else { "-INF" })
    } else if number.fract() == 0.0 && number.abs() < WHOLE {
        #[expect(clippy::cast_possible_truncation, reason = "the number is whole and in range")]
        let whole = number as i64;
        serializer.serialize_i64(whole)
    } else {
        serializer.serialize_f64(number)
    }
}

impl Item<'_> {
    /// The value as JSON.
    pub fn to_json(&self) -> Json {
        // Every item is valid JSON.
        serde_json::to_value(self).unwrap_or_default()
    }
}

impl<'a> From<&'a str> for Item<'a> {
    fn from(text: &'a str) -> Self {
        Self::Str(Cow::Borrowed(text))
    }
}
