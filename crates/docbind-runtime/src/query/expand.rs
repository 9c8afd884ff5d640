use std::marker::PhantomData;

use super::selection::lists;
use super::{Condition, Order, Queried, Related, Selection, Writer};
use crate::model::Navigation;

/// What `expand` takes where `E` is returned: a navigation property, one with options of its own, or several of them.
/// Text is taken as well.
pub trait Expansion<E> {
    /// Writes the names and options with commas between them.
    fn write(&self, out: &mut Writer<'_>);
}

/// A navigation property of `T` with options of its own, which are about `V`: `manager($select=id;$expand=…)`.
#[must_use]
pub struct Expanded<T, V> {
    name: &'static str,
    options: String,
    types: PhantomData<fn() -> (T, V)>,
}

impl<T, V> Clone for Expanded<T, V> {
    fn clone(&self) -> Self {
        Self { name: self.name, options: self.options.clone(), types: PhantomData }
    }
}

impl<T, V> std::fmt::Debug for Expanded<T, V> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Expanded({}({}))", self.name, self.options)
    }
}

impl<T, V: Queried> Navigation<T, V> {
    /// Expands it with these properties only.
    pub fn select(self, properties: impl Selection<V::Entity>) -> Expanded<T, V> {
        Expanded::new(self.name()).select(properties)
    }

    /// Expands it with the entries that fulfil a condition.
    pub fn filter(self, condition: impl Condition<V::Entity>) -> Expanded<T, V> {
        Expanded::new(self.name()).filter(condition)
    }

    /// Expands it in an order.
    pub fn orderby(self, order: impl Order<V::Entity>) -> Expanded<T, V> {
        Expanded::new(self.name()).orderby(order)
    }

    /// Expands it with so many entries.
    pub fn top(self, count: u32) -> Expanded<T, V> {
        Expanded::new(self.name()).top(count)
    }

    /// Expands it, and what it leads to.
    pub fn expand(self, navigation: impl Expansion<V::Entity>) -> Expanded<T, V> {
        Expanded::new(self.name()).expand(navigation)
    }
}

impl<T, V: Queried> Expanded<T, V> {
    fn new(name: &'static str) -> Self {
        Self { name, options: String::new(), types: PhantomData }
    }

    /// With these properties only.
    pub fn select(self, properties: impl Selection<V::Entity>) -> Self {
        self.option("$select", |out| properties.write(out))
    }

    /// With the entries that fulfil a condition.
    pub fn filter(self, condition: impl Condition<V::Entity>) -> Self {
        self.option("$filter", |out| out.push(&condition.into_text().0))
    }

    /// In an order.
    pub fn orderby(self, order: impl Order<V::Entity>) -> Self {
        self.option("$orderby", |out| order.write(out))
    }

    /// With so many entries.
    pub fn top(self, count: u32) -> Self {
        self.option("$top", |out| out.number(count))
    }

    /// With what it leads to.
    pub fn expand(self, navigation: impl Expansion<V::Entity>) -> Self {
        self.option("$expand", |out| navigation.write(out))
    }

    fn option(mut self, name: &str, value: impl FnOnce(&mut Writer<'_>)) -> Self {
        if !self.options.is_empty() {
            self.options.push(';');
        }
        self.options.push_str(name);
        self.options.push('=');
        value(&mut Writer::plain(&mut self.options));
        self
    }
}

impl<E, T: Related<E>, V> Expansion<E> for Expanded<T, V> {
    fn write(&self, out: &mut Writer<'_>) {
        out.push(self.name);
        out.push("(");
        out.push(&self.options);
        out.push(")");
    }
}

impl<E, T: Related<E>, V> Expansion<E> for Navigation<T, V> {
    fn write(&self, out: &mut Writer<'_>) {
        out.push(self.name());
    }
}

impl<E> Expansion<E> for str {
    fn write(&self, out: &mut Writer<'_>) {
        out.push(self);
    }
}

impl<E> Expansion<E> for String {
    fn write(&self, out: &mut Writer<'_>) {
        out.push(self);
    }
}

lists!(Expansion);
