use super::encode::encode_plain;
use super::erase::{record, record_mut, slot};
use super::{Element, Extra, Item, Json, Mut, NO_EXTRA, Navigation, Property, Ref, decode, encode};
use crate::Error;

/// What all values of a type have in common.
#[derive(Debug)]
pub struct Shape {
    /// Qualified wire name, such as `microsoft.graph.user`; empty for the body of an operation.
    pub type_name: &'static str,
    /// Qualified wire names of all ancestors, the nearest first.
    pub bases: &'static [&'static str],
    /// Wire names of the properties, in the order of the slots.
    pub names: &'static [&'static str],
    /// Slots whose values never appear in `Debug` or in the output of a dry run.
    pub secrets: &'static [usize],
    /// Slots that the service alone writes: left out of the body of a request.
    pub read_only: &'static [usize],
}

/// A generated type, seen by its wire names and slots.
///
/// Everything that converts a model works on `&dyn Record`, so it is compiled once and not once per type. Each method
/// is compiled for every type all the same, so there are few of them.
pub trait Record {
    /// Names, and what else the type says about itself.
    fn shape(&self) -> &'static Shape;
    /// The field of a slot, to be written to; [`Mut::Rest`] beyond the last one. Types that are only sent keep this
    /// default.
    #[inline]
    fn slot(&mut self, index: usize) -> Mut<'_> {
        let _ = index;
        Mut::None
    }
    /// The field of a slot, to be read; [`Ref::Rest`] beyond the last one.
    fn slot_ref(&self, index: usize) -> Ref<'_>;
}

/// Beyond the last slot of any record.
const REST: usize = usize::MAX;

static NOTHING: Extra = NO_EXTRA;

impl dyn Record + '_ {
    /// What the documentation does not list; nothing for a record that keeps none.
    pub fn extra(&self) -> &Extra {
        match self.slot_ref(REST) {
            Ref::Rest(extra) => extra,
            _ => &NOTHING,
        }
    }

    /// What the documentation does not list, to be changed.
    #[inline]
    pub fn extra_mut(&mut self) -> Option<&mut Extra> {
        match self.slot(REST) {
            Mut::Rest(extra) => Some(extra),
            _ => None,
        }
    }
}

/// A generated type that can be sent and received. Implemented by [`model!`](crate::model!).
pub trait Model: Record + Default + Clone + Send + Sync + 'static {
    /// The record itself; the one inside for a box.
    #[inline]
    fn as_record(&self) -> &dyn Record {
        self
    }

    /// The record itself; the one inside for a box.
    #[inline]
    fn as_record_mut(&mut self) -> &mut dyn Record {
        self
    }

    /// Reads a JSON object. Values that do not fit their documented type are kept in [`Extra`].
    ///
    /// # Errors
    /// When the text is not one JSON object, or nested too deeply.
    #[inline]
    fn from_json(json: &[u8]) -> Result<Self, Error> {
        let mut model = Self::default();
        decode(json, record_mut(&mut model))?;
        Ok(model)
    }

    /// The JSON object that would be sent.
    #[inline]
    fn to_json(&self) -> Vec<u8> {
        encode(record(self))
    }

    /// Makes a property explicitly `null`, which in a PATCH deletes its value; an absent one is left alone.
    #[inline]
    #[must_use]
    fn null<V>(mut self, property: Property<Self, V>) -> Self {
        set_json(record_mut(&mut self), property.name(), Json::Null);
        self
    }

    /// Whether a property is explicitly `null`.
    #[inline]
    fn is_null<V>(&self, property: Property<Self, V>) -> bool {
        is_null(record(self), property.name())
    }

    /// Sets a property by its constant.
    #[inline]
    #[must_use]
    fn set<V: Element>(mut self, property: Property<Self, V>, value: impl Into<V>) -> Self {
        set_item(record_mut(&mut self), property.name(), value.into().item());
        self
    }

    /// Sets a property or annotation by its wire name, documented or not.
    #[inline]
    #[must_use]
    fn with(mut self, name: &str, value: impl Into<Json>) -> Self {
        set_json(record_mut(&mut self), name, value.into());
        self
    }

    /// Sets the type that is sent as `@odata.type` to the one of the model.
    #[inline]
    #[must_use]
    fn with_odata_type(mut self) -> Self {
        set_odata_type(record_mut(&mut self));
        self
    }

    /// What a navigation property brought when the request expanded it.
    ///
    /// # Errors
    /// When what came does not have the documented shape.
    #[inline]
    fn expanded<V: Element>(&self, navigation: Navigation<Self, V>) -> Result<Option<V>, Error> {
        let mut value: Option<V> = None;
        decode_expanded(record(self), navigation.name(), slot(&mut value))?;
        Ok(value)
    }

    /// What came and does not have the type that its page documents, here and in the values inside. It is kept and sent
    /// back; a request that is [`strict`](crate::Request::strict) makes an error of it.
    #[inline]
    fn misfits(&self) -> Vec<super::Misfit> {
        super::misfits(&Item::Record(record(self)))
    }

    /// The type the value says it has, without the leading `#`.
    #[inline]
    fn odata_type(&self) -> Option<&str> {
        odata_type(record(self))
    }

    /// The identifier in `@odata.id`.
    #[inline]
    fn odata_id(&self) -> Option<&str> {
        record(self).extra().get_str("@odata.id")
    }

    /// The version for `If-Match`, from `@odata.etag`.
    #[inline]
    fn etag(&self) -> Option<&str> {
        record(self).extra().get_str("@odata.etag")
    }

    /// Whether a delta answer says by this entry that the object was removed.
    #[inline]
    fn is_removed(&self) -> bool {
        record(self).extra().get("@removed").is_some()
    }

    /// Whether the value is of a type: its own one, one it inherits from, or the one `@odata.type` names.
    #[inline]
    fn is<T: Model>(&self) -> bool {
        is(record(self), T::default().shape().type_name)
    }

    /// The value as another type, without loss: what the other type does not list is kept in its [`Extra`].
    ///
    /// # Errors
    /// The value itself, when it [`is`](Model::is) not of that type.
    #[inline]
    fn cast<T: Model>(self) -> Result<T, Self> {
        let mut target = T::default();
        match cast(record(&self), record_mut(&mut target)) {
            true => Ok(target),
            false => Err(self),
        }
    }

    /// The value as one of its bases, without loss; it keeps its own type as `@odata.type`.
    #[inline]
    #[must_use]
    fn into_base<B: Model>(self) -> B {
        let mut target = B::default();
        into_base(record(&self), record_mut(&mut target));
        target
    }
}

/// Sets a property by its wire name: a documented one in its field, another one among the unknown.
fn set_json(record: &mut dyn Record, name: &str, value: Json) {
    let slot = record.shape().names.iter().position(|known| *known == name);
    let Some(extra) = record.extra_mut() else { return };
    let Some(index) = slot else {
        extra.insert(name, value);
        return;
    };
    extra.remove(name);
    let mut object = serde_json::Map::new();
    object.insert(name.to_owned(), value);
    // An object of one member that was just built is always readable.
    if decode(&encode_plain(&Item::Json(&Json::Object(object))), record).is_err()
        && let Some(extra) = record.extra_mut()
    {
        extra.set_null(index, false);
    }
}

fn set_item(record: &mut dyn Record, name: &str, item: Item<'_>) {
    set_json(record, name, item.to_json());
}

fn is_null(record: &dyn Record, name: &str) -> bool {
    match record.shape().names.iter().position(|known| *known == name) {
        Some(index) => record.slot_ref(index).get().is_none() && record.extra().is_null(index),
        None => record.extra().get(name).is_some_and(Json::is_null),
    }
}

fn odata_type(record: &dyn Record) -> Option<&str> {
    let name = record.extra().get_str("@odata.type")?;
    Some(name.strip_prefix('#').unwrap_or(name))
}

fn set_odata_type(record: &mut dyn Record) {
    note_type(record.shape().type_name, record);
}

/// Notes the type that a value is of, when it has a name.
fn note_type(name: &str, record: &mut dyn Record) {
    if let Some(extra) = record.extra_mut().filter(|_| !name.is_empty()) {
        extra.insert("@odata.type", format!("#{name}"));
    }
}

fn is(record: &dyn Record, type_name: &str) -> bool {
    let shape = record.shape();
    odata_type(record) == Some(type_name) || shape.type_name == type_name || shape.bases.contains(&type_name)
}

/// Reads a record as another type, without loss, and says whether it [`is`](Model::is) of that type: what
/// [`Model::cast`] does, for whoever knows a record by its names alone.
pub fn cast(record: &dyn Record, target: &mut dyn Record) -> bool {
    is(record, target.shape().type_name) && decode(&encode(record), target).is_ok()
}

fn into_base(record: &dyn Record, target: &mut dyn Record) {
    // What was just written is readable; were it not, the target would stay empty.
    let read = decode(&encode(record), target);
    debug_assert!(read.is_ok(), "a record reads what a record wrote");
    if target.extra().get("@odata.type").is_none() {
        note_type(record.shape().type_name, target);
    }
}

fn decode_expanded(record: &dyn Record, name: &str, value: &mut dyn super::Slot) -> Result<(), Error> {
    match record.extra().get(name) {
        None | Some(Json::Null) => Ok(()),
        Some(json) => super::decode::decode_value(&encode_plain(&Item::Json(json)), Mut::Obj(value), name),
    }
}

/// A boxed model is the model: recursive types need the box, nothing else should see it.
impl<T: Record> Record for Box<T> {
    fn shape(&self) -> &'static Shape {
        (**self).shape()
    }
    fn slot(&mut self, index: usize) -> Mut<'_> {
        (**self).slot(index)
    }
    fn slot_ref(&self, index: usize) -> Ref<'_> {
        (**self).slot_ref(index)
    }
}

impl<T: Model> Model for Box<T> {
    #[inline]
    fn as_record(&self) -> &dyn Record {
        (**self).as_record()
    }
    #[inline]
    fn as_record_mut(&mut self) -> &mut dyn Record {
        (**self).as_record_mut()
    }
}
