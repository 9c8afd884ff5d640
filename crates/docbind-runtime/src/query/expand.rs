use super::selection::lists;
use super::{Order, Predicate, Selection, Writer};
use crate::model::Navigation;

/// What `expand` takes: a navigation property, one with options of its own, or several of them. Text is taken as well.
pub trait Expansion {
    /// Writes the names and options with commas between them.
    fn write(&self, out: &mut Writer<'_>);
}

/// A navigation property with options of its own: `manager($select=id;$expand=…)`.
#[derive(Clone, Debug)]
#[must_use]
pub struct Expanded {
    name: &'static str,
    options: String,
}

impl<T, V> Navigation<T, V> {
    /// Expands it with these properties only.
    pub fn select(self, properties: impl Selection) -> Expanded {
        Expanded::new(self.name()).select(properties)
    }

    /// Expands it with the entries that fulfil a condition.
    pub fn filter(self, condition: impl Into<Predicate>) -> Expanded {
        Expanded::new(self.name()).filter(condition)
    }

    /// Expands it in an order.
    pub fn orderby(self, order: impl Order) -> Expanded {
        Expanded::new(self.name()).orderby(order)
    }

    /// Expands it with so many entries.
    pub fn top(self, count: u32) -> Expanded {
        Expanded::new(self.name()).top(count)
    }

    /// Expands it, and what it leads to.
    pub fn expand(self, navigation: impl Expansion) -> Expanded {
        Expanded::new(self.name()).expand(navigation)
    }
}

impl Expanded {
    fn new(name: &'static str) -> Self {
        Self { name, options: String::new() }
    }

    /// With these properties only.
    pub fn select(self, properties: impl Selection) -> Self {
        self.option("$select", |out| properties.write(out))
    }

    /// With the entries that fulfil a condition.
    pub fn filter(self, condition: impl Into<Predicate>) -> Self {
        self.option("$filter", |out| out.push(condition.into().as_str()))
    }

    /// In an order.
    pub fn orderby(self, order: impl Order) -> Self {
        self.option("$orderby", |out| order.write(out))
    }

    /// With so many entries.
    pub fn top(self, count: u32) -> Self {
        self.option("$top", |out| out.number(count))
    }

    /// With what it leads to.
    pub fn expand(self, navigation: impl Expansion) -> Self {
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

impl Expansion for Expanded {
    fn write(&self, out: &mut Writer<'_>) {
        out.push(self.name);
        out.push("(");
        out.push(&self.options);
        out.push(")");
    }
}

impl<T, V> Expansion for Navigation<T, V> {
    fn write(&self, out: &mut Writer<'_>) {
        out.push(self.name());
    }
}

impl Expansion for str {
    fn write(&self, out: &mut Writer<'_>) {
        out.push(self);
    }
}

impl Expansion for String {
    fn write(&self, out: &mut Writer<'_>) {
        out.push(self);
    }
}

lists!(Expansion);
