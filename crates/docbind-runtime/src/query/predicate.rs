use std::fmt;
use std::marker::PhantomData;
use std::ops::Not;

use super::Literal;
use super::literal::quote;
use crate::model::Property;

/// A condition for `$filter`. Made from properties, or from text, which is sent as it is.
///
/// ```
/// # use docbind_runtime::{model::{Property, property}, query::Predicate};
/// # struct User;
/// const NAME: Property<User, String> = property("displayName");
/// const ENABLED: Property<User, bool> = property("accountEnabled");
/// let condition = ENABLED.eq(true).and(NAME.starts_with("O'").or(NAME.eq("Ada")));
/// assert_eq!(condition.as_str(), "accountEnabled eq true and (startswith(displayName,'O''') or displayName eq 'Ada')");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Predicate {
    text: String,
    /// Whether the text must be put into parentheses to be part of an `and`.
    loose: bool,
}

impl Predicate {
    fn of(text: String) -> Self {
        Self { text, loose: false }
    }

    /// The condition as text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Both conditions.
    pub fn and(self, other: impl Into<Self>) -> Self {
        Self::of(format!("{} and {}", self.tight(), other.into().tight()))
    }

    /// One of the conditions, or both.
    pub fn or(self, other: impl Into<Self>) -> Self {
        Self { text: format!("{} or {}", self.text, other.into().text), loose: true }
    }

    fn tight(self) -> String {
        if self.loose { format!("({})", self.text) } else { self.text }
    }
}

/// The opposite of the condition.
impl Not for Predicate {
    type Output = Self;

    fn not(self) -> Self {
        Self::of(format!("not({})", self.text))
    }
}

/// Text is taken as it is; nothing is known of it, so it is put into parentheses where it could matter.
impl From<&str> for Predicate {
    fn from(text: &str) -> Self {
        Self { text: text.to_owned(), loose: true }
    }
}

impl From<String> for Predicate {
    fn from(text: String) -> Self {
        Self { text, loose: true }
    }
}

impl fmt::Display for Predicate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// A property inside another one (`address/city`), or the element that a condition over a collection is about.
pub struct Path<V> {
    text: String,
    ty: PhantomData<fn() -> V>,
}

impl<V> Path<V> {
    fn new(text: String) -> Self {
        Self { text, ty: PhantomData }
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl<V> Clone for Path<V> {
    fn clone(&self) -> Self {
        Self::new(self.text.clone())
    }
}

impl<V> fmt::Debug for Path<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Path").field(&self.text).finish()
    }
}

fn compare<V>(left: &str, operator: &str, right: &dyn Literal<V>) -> Predicate {
    let mut text = String::with_capacity(left.len() + operator.len() + 40);
    text.extend([left, " ", operator, " "]);
    right.write(&mut text);
    Predicate::of(text)
}

fn call(function: &str, left: &str, right: &str) -> Predicate {
    let mut text = format!("{function}({left},");
    quote(right, &mut text);
    text.push(')');
    Predicate::of(text)
}

fn within<V, L: Literal<V>>(left: &str, values: impl IntoIterator<Item = L>) -> Predicate {
    let mut text = format!("{left} in (");
    for (index, value) in values.into_iter().enumerate() {
        text.push_str(if index > 0 { "," } else { "" });
        value.write(&mut text);
    }
    text.push(')');
    Predicate::of(text)
}

/// A condition over the elements of a collection.
fn lambda<V>(left: &str, operator: &str, condition: impl FnOnce(Path<V>) -> Predicate) -> Predicate {
    // Inside another one the variable must be another: `x/any(x:…)` would ask about itself.
    let outer = left.split('/').next().unwrap_or_default();
    let nested = !outer.is_empty() && outer.bytes().all(|byte| byte == b'x');
    let variable = if nested { format!("{outer}x") } else { "x".to_owned() };
    let condition = condition(Path::new(variable.clone()));
    Predicate::of(format!("{left}/{operator}({variable}:{})", condition.text))
}

/// The operators, alike on properties and on paths.
macro_rules! operators {
    ($ty:ident, $name:ident $(, $owner:ident)?) => {
        impl<$($owner,)? V> $ty<$($owner,)? V> {
            /// Equal to a value.
            pub fn eq(self, value: impl Literal<V>) -> Predicate {
                compare(self.$name(), "eq", &value)
            }

            /// Not equal to a value.
            pub fn ne(self, value: impl Literal<V>) -> Predicate {
                compare(self.$name(), "ne", &value)
            }

            /// Greater than a value.
            pub fn gt(self, value: impl Literal<V>) -> Predicate {
                compare(self.$name(), "gt", &value)
            }

            /// Greater than a value or equal to it.
            pub fn ge(self, value: impl Literal<V>) -> Predicate {
                compare(self.$name(), "ge", &value)
            }

            /// Less than a value.
            pub fn lt(self, value: impl Literal<V>) -> Predicate {
                compare(self.$name(), "lt", &value)
            }

            /// Less than a value or equal to it.
            pub fn le(self, value: impl Literal<V>) -> Predicate {
                compare(self.$name(), "le", &value)
            }

            /// One of several values.
            pub fn in_<L: Literal<V>>(self, values: impl IntoIterator<Item = L>) -> Predicate {
                within(self.$name(), values)
            }

            /// Without a value.
            pub fn is_null(self) -> Predicate {
                Predicate::of(format!("{} eq null", self.$name()))
            }

            /// With a value.
            pub fn is_not_null(self) -> Predicate {
                Predicate::of(format!("{} ne null", self.$name()))
            }

            /// A property inside this one.
            pub fn get<W>(self, property: Property<V, W>) -> Path<W> {
                Path::new(format!("{}/{}", self.$name(), property.name()))
            }
        }

        impl<$($owner)?> $ty<$($owner,)? String> {
            /// Text that begins with some text.
            pub fn starts_with(self, text: &str) -> Predicate {
                call("startswith", self.$name(), text)
            }

            /// Text that ends with some text.
            pub fn ends_with(self, text: &str) -> Predicate {
                call("endswith", self.$name(), text)
            }

            /// Text that contains some text.
            pub fn contains(self, text: &str) -> Predicate {
                call("contains", self.$name(), text)
            }
        }

        impl<$($owner,)? V> $ty<$($owner,)? Vec<V>> {
            /// At least one element fulfils a condition.
            pub fn any(self, condition: impl FnOnce(Path<V>) -> Predicate) -> Predicate {
                lambda(self.$name(), "any", condition)
            }

            /// Every element fulfils a condition.
            pub fn all(self, condition: impl FnOnce(Path<V>) -> Predicate) -> Predicate {
                lambda(self.$name(), "all", condition)
            }
        }
    };
}

operators!(Property, name, T);
operators!(Path, as_str);
