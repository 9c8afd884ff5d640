use std::borrow::Cow;

use super::{Binary, Date, DateTime, Duration, Extra, Guid, Json, OpenEnum, Record, TimeOfDay};

/// A field of a record, to be written to.
///
/// The variants of plain types spare a virtual call for what most fields are; all other types go through [`Slot`].
pub enum Mut<'a> {
    /// `Boolean`.
    Bool(&'a mut Option<bool>),
    /// `Byte`, `Int16`, `Int32`.
    I32(&'a mut Option<i32>),
    /// `Int64`.
    I64(&'a mut Option<i64>),
    /// `Single`, `Double`, `Decimal`.
    F64(&'a mut Option<f64>),
    /// `String`.
    Str(&'a mut Option<String>),
    /// `Guid`.
    Guid(&'a mut Option<Guid>),
    /// `Date`.
    Date(&'a mut Option<Date>),
    /// `DateTimeOffset`.
    DateTime(&'a mut Option<DateTime>),
    /// `TimeOfDay`.
    TimeOfDay(&'a mut Option<TimeOfDay>),
    /// `Duration`.
    Duration(&'a mut Option<Duration>),
    /// `Binary`, `Stream`.
    Binary(&'a mut Option<Binary>),
    /// A value without a documented type.
    Json(&'a mut Option<Json>),
    /// A model, boxed or not.
    Obj(&'a mut dyn Slot),
    /// An open enum or flags.
    Enum(&'a mut dyn Slot),
    /// A collection of strings.
    StrList(&'a mut Option<Vec<String>>),
    /// Any other collection.
    List(&'a mut dyn Slot),
    /// What the documentation does not list.
    Rest(&'a mut Extra),
    /// The end of a collection; no field is one.
    End(&'a mut dyn List),
    /// No such field.
    None,
}

/// A field of a record, to be read. The variants are those of [`Mut`], without the end of a collection.
#[expect(missing_docs, reason = "the variants are those of `Mut`")]
pub enum Ref<'a> {
    Bool(&'a Option<bool>),
    I32(&'a Option<i32>),
    I64(&'a Option<i64>),
    F64(&'a Option<f64>),
    Str(&'a Option<String>),
    Guid(&'a Option<Guid>),
    Date(&'a Option<Date>),
    DateTime(&'a Option<DateTime>),
    TimeOfDay(&'a Option<TimeOfDay>),
    Duration(&'a Option<Duration>),
    Binary(&'a Option<Binary>),
    Json(&'a Option<Json>),
    Obj(&'a dyn Slot),
    Enum(&'a dyn Slot),
    StrList(&'a Option<Vec<String>>),
    List(&'a dyn Slot),
    Rest(&'a Extra),
    None,
}

impl Mut<'_> {
    /// Makes an empty value there and hands it out to be filled.
    #[inline]
    pub(super) fn open(&mut self) -> ItemMut<'_> {
        match self {
            Self::Bool(slot) => ItemMut::Bool(slot.insert(false)),
            Self::I32(slot) => ItemMut::I32(slot.insert(0)),
            Self::I64(slot) => ItemMut::I64(slot.insert(0)),
            Self::F64(slot) => ItemMut::F64(slot.insert(0.0)),
            Self::Str(slot) => ItemMut::Str(slot.insert(String::new())),
            Self::Guid(slot) => slot.put(true),
            Self::Date(slot) => slot.put(true),
            Self::DateTime(slot) => slot.put(true),
            Self::TimeOfDay(slot) => slot.put(true),
            Self::Duration(slot) => slot.put(true),
            Self::Binary(slot) => slot.put(true),
            Self::Json(slot) => slot.put(true),
            Self::StrList(slot) => slot.put(true),
            Self::Obj(slot) | Self::Enum(slot) | Self::List(slot) => slot.put(true),
            Self::End(list) => list.push(),
            Self::Rest(_) | Self::None => ItemMut::None,
        }
    }

    /// Leaves nothing there. At the end of a collection this takes its last element away.
    #[inline]
    pub(super) fn clear(&mut self) {
        match self {
            Self::Bool(slot) => **slot = None,
            Self::I32(slot) => **slot = None,
            Self::I64(slot) => **slot = None,
            Self::F64(slot) => **slot = None,
            Self::Str(slot) => **slot = None,
            Self::Guid(slot) => **slot = None,
            Self::Date(slot) => **slot = None,
            Self::DateTime(slot) => **slot = None,
            Self::TimeOfDay(slot) => **slot = None,
            Self::Duration(slot) => **slot = None,
            Self::Binary(slot) => **slot = None,
            Self::Json(slot) => **slot = None,
            Self::StrList(slot) => **slot = None,
            Self::Obj(slot) | Self::Enum(slot) | Self::List(slot) => {
                slot.put(false);
            }
            Self::End(list) => list.pop(),
            Self::Rest(_) | Self::None => {}
        }
    }
}

impl<'a> Ref<'a> {
    /// The value, when there is one.
    #[inline]
    pub fn get(self) -> Option<Item<'a>> {
        match self {
            Self::Bool(slot) => slot.map(Item::Bool),
            Self::I32(slot) => slot.map(|number| Item::I64(number.into())),
            Self::I64(slot) => slot.map(Item::I64),
            Self::F64(slot) => slot.map(Item::F64),
            Self::Str(slot) => slot.as_deref().map(|text| Item::Str(Cow::Borrowed(text))),
            Self::Guid(slot) => slot.get(),
            Self::Date(slot) => slot.get(),
            Self::DateTime(slot) => slot.get(),
            Self::TimeOfDay(slot) => slot.get(),
            Self::Duration(slot) => slot.get(),
            Self::Binary(slot) => slot.get(),
            Self::Json(slot) => slot.as_ref().map(Item::Json),
            Self::StrList(slot) => slot.get(),
            Self::Obj(slot) | Self::Enum(slot) | Self::List(slot) => slot.get(),
            Self::Rest(_) | Self::None => None,
        }
    }
}

/// An optional field, whatever its type is.
pub trait Slot {
    /// Puts an empty value in place of what is there and hands it out to be filled, or else leaves nothing there.
    fn put(&mut self, value: bool) -> ItemMut<'_>;
    /// The value.
    fn get(&self) -> Option<Item<'_>>;
}

/// A value that is present, to be read.
pub enum Item<'a> {
    /// A boolean.
    Bool(bool),
    /// An integer.
    I64(i64),
    /// A number, or one of `NaN`, `INF`, `-INF`, which JSON holds as text.
    F64(f64),
    /// Text, and what JSON holds as text: dates, identifiers, members of enums.
    Str(Cow<'a, str>),
    /// Bytes, base64 in JSON.
    Binary(&'a [u8]),
    /// Any JSON.
    Json(&'a Json),
    /// An object.
    Record(&'a dyn Record),
    /// An array.
    List(&'a dyn List),
}

/// A value that is present, to be written to.
pub enum ItemMut<'a> {
    /// A boolean.
    Bool(&'a mut bool),
    /// An integer of 32 bits.
    I32(&'a mut i32),
    /// An integer of 64 bits.
    I64(&'a mut i64),
    /// A number.
    F64(&'a mut f64),
    /// Text.
    Str(&'a mut String),
    /// Text of a fixed form, kept as it was sent.
    Text(&'a mut Box<str>),
    /// Bytes.
    Binary(&'a mut Binary),
    /// Any JSON.
    Json(&'a mut Json),
    /// An object.
    Record(&'a mut dyn Record),
    /// An enum, set from text.
    Enum(&'a mut dyn EnumText),
    /// An array.
    List(&'a mut dyn List),
    /// Nothing: what is sent there is kept with the unknown properties.
    None,
}

/// A value that any text can be assigned to: an open enum or flags.
pub trait EnumText {
    /// Replaces the value by the one that the text names.
    fn set_text(&mut self, text: &str);
}

impl<E: OpenEnum> EnumText for E {
    #[inline]
    fn set_text(&mut self, text: &str) {
        *self = E::from_text(text);
    }
}

/// A collection, whatever its elements are.
#[expect(clippy::len_without_is_empty, reason = "each method is compiled for each type of element")]
pub trait List {
    /// Number of elements.
    fn len(&self) -> usize;
    /// The element at a position.
    fn get(&self, index: usize) -> Option<Item<'_>>;
    /// Appends an empty value and hands it out to be filled.
    fn push(&mut self) -> ItemMut<'_>;
    /// Takes the last element away.
    fn pop(&mut self);
}

/// A type that a field or the elements of a collection can have.
pub trait Element: Clone + Send + Sync + 'static {
    /// An empty value, to be filled.
    fn fresh() -> Self;
    /// The value, to be read.
    fn item(&self) -> Item<'_>;
    /// The value, to be written to.
    fn item_mut(&mut self) -> ItemMut<'_>;
}

impl<E: Element> Slot for Option<E> {
    #[inline]
    fn put(&mut self, value: bool) -> ItemMut<'_> {
        *self = None;
        if value { self.insert(E::fresh()).item_mut() } else { ItemMut::None }
    }
    #[inline]
    fn get(&self) -> Option<Item<'_>> {
        self.as_ref().map(E::item)
    }
}

impl<E: Element> List for Vec<E> {
    #[inline]
    fn len(&self) -> usize {
        Vec::len(self)
    }
    #[inline]
    fn get(&self, index: usize) -> Option<Item<'_>> {
        <[E]>::get(self, index).map(E::item)
    }
    #[inline]
    fn push(&mut self) -> ItemMut<'_> {
        self.push(E::fresh());
        self.last_mut().map_or(ItemMut::None, E::item_mut)
    }
    #[inline]
    fn pop(&mut self) {
        self.pop();
    }
}
