use super::selection::lists;
use super::{Path, Writer};
use crate::model::Property;

/// What `orderby` takes: a property for ascending order, `.desc()` of one, or several of them. Text is taken as well.
pub trait Order {
    /// Writes the names and directions with commas between them.
    fn write(&self, out: &mut Writer<'_>);
}

/// Descending order by a property.
#[derive(Clone, Debug)]
pub struct Descending(String);

impl<T, V> Property<T, V> {
    /// Descending order by the property.
    pub fn desc(self) -> Descending {
        Descending(format!("{} desc", self.name()))
    }
}

impl<V> Path<V> {
    /// Descending order by the property.
    pub fn desc(self) -> Descending {
        Descending(format!("{} desc", self.as_str()))
    }
}

impl<T, V> Order for Property<T, V> {
    fn write(&self, out: &mut Writer<'_>) {
        out.push(self.name());
    }
}

impl<V> Order for Path<V> {
    fn write(&self, out: &mut Writer<'_>) {
        out.push(self.as_str());
    }
}

impl Order for Descending {
    fn write(&self, out: &mut Writer<'_>) {
        out.push(&self.0);
    }
}

impl Order for str {
    fn write(&self, out: &mut Writer<'_>) {
        out.push(self);
    }
}

impl Order for String {
    fn write(&self, out: &mut Writer<'_>) {
        out.push(self);
    }
}

lists!(Order);
