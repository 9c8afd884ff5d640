use serde_json::{Map, Number};

use super::{Binary, Item, Json, Record};

impl Item<'_> {
    /// The value as JSON.
    pub fn to_json(&self) -> Json {
        match self {
            Self::Bool(value) => Json::Bool(*value),
            Self::I64(number) => Json::Number((*number).into()),
            Self::F64(number) => match to_number(*number) {
                Ok(number) => Json::Number(number),
                Err(text) => Json::String(text.to_owned()),
            },
            Self::Str(text) => Json::String(text.as_ref().to_owned()),
            Self::Binary(bytes) => Json::String(Binary::base64(bytes)),
            Self::Json(json) => (*json).clone(),
            Self::Record(record) => {
                let mut object = Map::new();
                members(*record, &[], |name, _, item| {
                    object.insert(name.to_owned(), item.to_json());
                    Ok::<_, std::convert::Infallible>(())
                })
                .unwrap_or_else(|never| match never {});
                Json::Object(object)
            }
            Self::List(list) => {
                Json::Array((0..list.len()).filter_map(|index| list.get(index)).map(|item| item.to_json()).collect())
            }
        }
    }
}

/// The members of the object that a record is sent as: name, slot if it has one, value. Slots can be left out.
#[inline]
pub(super) fn members<E>(
    record: &dyn Record,
    left_out: &[usize],
    mut member: impl FnMut(&str, Option<usize>, Item<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let (names, extra) = (record.shape().names, record.extra());
    // A reader of OData may rely on `@odata.type` coming before the properties.
    for (name, value) in extra.unknown().iter().filter(|(name, _)| name.starts_with('@')) {
        member(name, None, Item::Json(value))?;
    }
    for (index, name) in names.iter().enumerate() {
        if let Some(item) = record.slot_ref(index).get().filter(|_| !left_out.contains(&index)) {
            member(name, Some(index), item)?;
        }
    }
    if extra.has_nulls() {
        for (index, name) in names.iter().enumerate() {
            if extra.is_null(index) && record.slot_ref(index).get().is_none() && !left_out.contains(&index) {
                member(name, None, Item::Json(&Json::Null))?;
            }
        }
    }
    for (name, value) in extra.unknown().iter().filter(|(name, _)| !name.starts_with('@')) {
        // A value that did not fit its field is sent until the field gets a value, or becomes null.
        let index = names.iter().position(|known| **known == **name);
        let is_sent = |index: usize| {
            record.slot_ref(index).get().is_none() && !extra.is_null(index) && !left_out.contains(&index)
        };
        if index.is_none_or(is_sent) {
            member(name, index, Item::Json(value))?;
        }
    }
    Ok(())
}

/// A number as a service writes it: a whole one without a fraction, and text for those JSON has no number for.
pub(super) fn to_number(number: f64) -> Result<Number, &'static str> {
    /// Every whole number up to this one is exact.
    const WHOLE: f64 = 9_007_199_254_740_992.0;
    if number.fract() == 0.0 && number.abs() < WHOLE {
        #[expect(clippy::cast_possible_truncation, reason = "the number is whole and in range")]
        let whole = number as i64;
        return Ok(whole.into());
    }
    Number::from_f64(number).ok_or(match number {
        f64::INFINITY => "INF",
        f64::NEG_INFINITY => "-INF",
        _ => "NaN",
    })
}

/// A number that JSON holds as text.
pub(super) fn from_text(text: &str) -> Option<f64> {
    match text {
        "NaN" => Some(f64::NAN),
        "INF" => Some(f64::INFINITY),
        "-INF" => Some(f64::NEG_INFINITY),
        // Written as JSON writes it, but for the quotes.
        _ => serde_json::from_slice::<Json>(text.as_bytes()).ok()?.as_f64(),
    }
}
