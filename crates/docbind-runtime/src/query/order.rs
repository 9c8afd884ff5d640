use std::marker::PhantomData;

use super::selection::lists;
use super::{Path, Related, Writer};
use crate::model::Property;

/// What `orderby` takes where `E` is returned: a property for ascending order, `.desc()` of one, or several of them.
/// Text is taken as well.
pub trait Order<E> {
    /// Writes the names and directions with commas between them.
    fn write(&self, out: &mut Writer<'_>);
}

/// Descending order by a property of `T`.
pub struct Descending<T> {
    text: String,
    owner: PhantomData<fn() -> T>,
}

impl<T> Descending<T> {
    fn of(name: &str) -> Self {
        Self { text: format!("{name} desc"), owner: PhantomData }
    }
}

impl<T> Clone for Descending<T> {
    fn clone(&self) -> Self {
        Self { text: self.text.clone(), owner: PhantomData }
    }
}

impl<T> std::fmt::Debug for Descending<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Descending").field(&self.text).finish()
    }
}

impl<T, V> Property<T, V> {
    /// Descending order by the property.
    pub fn desc(self) -> Descending<T> {
        Descending::of(self.name())
    }
}

impl<V, T> Path<V, T> {
    /// Descending order by the property.
    pub fn desc(self) -> Descending<T> {
        Descending::of(self.as_str())
    }
}

impl<E, T: Related<E>, V> Order<E> for Property<T, V> {
    fn write(&self, out: &mut Writer<'_>) {
        out.push(self.name());
    }
}

impl<E, T: Related<E>, V> Order<E> for Path<V, T> {
    fn write(&self, out: &mut Writer<'_>) {
        out.push(self.as_str());
    }
}

impl<E, T: Related<E>> Order<E> for Descending<T> {
    fn write(&self, out: &mut Writer<'_>) {
        out.push(&self.text);
    }
}

impl<E> Order<E> for str {
    fn write(&self, out: &mut Writer<'_>) {
        out.push(self);
    }
}

impl<E> Order<E> for String {
    fn write(&self, out: &mut Writer<'_>) {
        out.push(self);
    }
}

lists!(Order);
