use std::fmt;
use std::marker::PhantomData;
use std::ops::Not;

use super::literal::quote;
use super::{Anything, Literal, Related};
use crate::model::Property;

/// A condition for `$filter` on properties of `T`. Made from properties, or from text, which is sent as it is.
///
/// ```
/// # use docbind_runtime::{model::{Property, property}, query::Predicate};
/// # struct User;
/// # impl docbind_runtime::query::Related<User> for User {}
/// const NAME: Property<User, String> = property("displayName");
/// const ENABLED: Property<User, bool> = property("accountEnabled");
/// let condition = ENABLED.eq(true).and(NAME.starts_with("O'").or(NAME.eq("Ada")));
/// assert_eq!(condition.as_str(), "accountEnabled eq true and (startswith(displayName,'O''') or displayName eq 'Ada')");
/// ```
#[must_use]
pub struct Predicate<T = Anything> {
    text: ConditionText,
    owner: PhantomData<fn() -> T>,
}

/// What `filter`, `and` and `or` take where `E` is returned: a condition on properties of `E`, of a base of it or of a
/// type derived from it; or text.
pub trait Condition<E> {
    /// The condition as text.
    #[doc(hidden)]
    fn into_text(self) -> ConditionText;
}

/// The text of a condition.
#[doc(hidden)]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConditionText(pub(crate) String, Traits);

/// What else is to be known of a condition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Traits {
    /// Whether the text must be put into parentheses to be part of an `and`.
    loose: bool,
    /// Whether directories answer it only with eventual consistency: `ne`, `not`, `endswith`.
    advanced: bool,
}

impl ConditionText {
    fn tight(self) -> String {
        if self.1.loose { format!("({})", self.0) } else { self.0 }
    }

    /// Whether directories answer it only with eventual consistency.
    pub(crate) fn is_advanced(&self) -> bool {
        self.1.advanced
    }
}

impl<T> Predicate<T> {
    fn of(text: String) -> Self {
        Self::with(text, Traits::default())
    }

    fn with(text: String, traits: Traits) -> Self {
        Self { text: ConditionText(text, traits), owner: PhantomData }
    }

    /// Marks what directories call an advanced query.
    fn advanced(mut self) -> Self {
        self.text.1.advanced = true;
        self
    }

    /// The condition as text.
    pub fn as_str(&self) -> &str {
        &self.text.0
    }

    /// Both conditions.
    pub fn and(self, other: impl Condition<T>) -> Self {
        let other = other.into_text();
        let advanced = self.text.1.advanced || other.1.advanced;
        Self::with(format!("{} and {}", self.text.tight(), other.tight()), Traits { loose: false, advanced })
    }

    /// One of the conditions, or both.
    pub fn or(self, other: impl Condition<T>) -> Self {
        let other = other.into_text();
        let advanced = self.text.1.advanced || other.1.advanced;
        Self::with(format!("{} or {}", self.text.0, other.0), Traits { loose: true, advanced })
    }
}

/// The opposite of the condition.
impl<T> Not for Predicate<T> {
    type Output = Self;

    fn not(self) -> Self {
        Self::of(format!("not({})", self.text.0)).advanced()
    }
}

impl<E, T: Related<E>> Condition<E> for Predicate<T> {
    fn into_text(self) -> ConditionText {
        self.text
    }
}

/// Text is taken as it is; nothing is known of it, so it is put into parentheses where it could matter.
impl<E> Condition<E> for &str {
    fn into_text(self) -> ConditionText {
        Predicate::from(self).text
    }
}

impl<E> Condition<E> for String {
    fn into_text(self) -> ConditionText {
        Predicate::from(self).text
    }
}

impl<E> Condition<E> for &String {
    fn into_text(self) -> ConditionText {
        Predicate::from(self.as_str()).text
    }
}

impl From<&str> for Predicate {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl From<String> for Predicate {
    fn from(text: String) -> Self {
        Self::with(text, Traits { loose: true, advanced: false })
    }
}

impl<T> Clone for Predicate<T> {
    fn clone(&self) -> Self {
        Self { text: self.text.clone(), owner: PhantomData }
    }
}

impl<T> PartialEq for Predicate<T> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<T> Eq for Predicate<T> {}

impl<T> fmt::Debug for Predicate<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Predicate").field(&self.text.0).finish()
    }
}

impl<T> fmt::Display for Predicate<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text.0)
    }
}

/// A property inside another one of `T` (`address/city`), or the element that a condition over a collection is about.
pub struct Path<V, T = Anything> {
    text: String,
    types: PhantomData<fn() -> (V, T)>,
}

impl<V, T> Path<V, T> {
    fn new(text: String) -> Self {
        Self { text, types: PhantomData }
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl<V, T> Clone for Path<V, T> {
    fn clone(&self) -> Self {
        Self::new(self.text.clone())
    }
}

impl<V, T> fmt::Debug for Path<V, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Path").field(&self.text).finish()
    }
}

fn compare<V, T>(left: &str, operator: &str, right: &dyn Literal<V>) -> Predicate<T> {
    let mut text = String::with_capacity(left.len() + operator.len() + 40);
    text.extend([left, " ", operator, " "]);
    right.write(&mut text);
    Predicate::of(text)
}

fn call<T>(function: &str, left: &str, right: &str) -> Predicate<T> {
    let mut text = format!("{function}({left},");
    quote(right, &mut text);
    text.push(')');
    Predicate::of(text)
}

fn within<V, L: Literal<V>, T>(left: &str, values: impl IntoIterator<Item = L>) -> Predicate<T> {
    let mut text = format!("{left} in (");
    for (index, value) in values.into_iter().enumerate() {
        text.push_str(if index > 0 { "," } else { "" });
        value.write(&mut text);
    }
    text.push(')');
    Predicate::of(text)
}

/// A condition over the elements of a collection.
fn lambda<V, T>(left: &str, operator: &str, condition: impl FnOnce(Path<V>) -> Predicate) -> Predicate<T> {
    // Inside another one the variable must be another: `x/any(x:…)` would ask about itself.
    let outer = left.split('/').next().unwrap_or_default();
    let nested = !outer.is_empty() && outer.bytes().all(|byte| byte == b'x');
    let variable = if nested { format!("{outer}x") } else { "x".to_owned() };
    let condition = condition(Path::new(variable.clone()));
    Predicate::with(
        format!("{left}/{operator}({variable}:{})", condition.text.0),
        Traits { loose: false, advanced: condition.text.1.advanced },
    )
}

/// The operators, alike on properties and on paths.
macro_rules! operators {
    ($ty:ty, $texts:ty, $lists:ty, $name:ident) => {
        impl<T, V> $ty {
            /// Equal to a value.
            pub fn eq(self, value: impl Literal<V>) -> Predicate<T> {
                compare(self.$name(), "eq", &value)
            }

            /// Not equal to a value.
            pub fn ne(self, value: impl Literal<V>) -> Predicate<T> {
                compare(self.$name(), "ne", &value).advanced()
            }

            /// Greater than a value.
            pub fn gt(self, value: impl Literal<V>) -> Predicate<T> {
                compare(self.$name(), "gt", &value)
            }

            /// Greater than a value or equal to it.
            pub fn ge(self, value: impl Literal<V>) -> Predicate<T> {
                compare(self.$name(), "ge", &value)
            }

            /// Less than a value.
            pub fn lt(self, value: impl Literal<V>) -> Predicate<T> {
                compare(self.$name(), "lt", &value)
            }

            /// Less than a value or equal to it.
            pub fn le(self, value: impl Literal<V>) -> Predicate<T> {
                compare(self.$name(), "le", &value)
            }

            /// One of several values.
            pub fn in_<L: Literal<V>>(self, values: impl IntoIterator<Item = L>) -> Predicate<T> {
                within(self.$name(), values)
            }

            /// Without a value.
            pub fn is_null(self) -> Predicate<T> {
                Predicate::of(format!("{} eq null", self.$name()))
            }

            /// With a value.
            pub fn is_not_null(self) -> Predicate<T> {
                Predicate::of(format!("{} ne null", self.$name())).advanced()
            }

            /// A property inside this one.
            pub fn get<W>(self, property: Property<V, W>) -> Path<W, T> {
                Path::new(format!("{}/{}", self.$name(), property.name()))
            }
        }

        impl<T> $texts {
            /// Text that begins with some text.
            pub fn starts_with(self, text: &str) -> Predicate<T> {
                call("startswith", self.$name(), text)
            }

            /// Text that ends with some text.
            pub fn ends_with(self, text: &str) -> Predicate<T> {
                call("endswith", self.$name(), text).advanced()
            }

            /// Text that contains some text.
            pub fn contains(self, text: &str) -> Predicate<T> {
                call("contains", self.$name(), text)
            }
        }

        impl<T, V> $lists {
            /// At least one element fulfils a condition.
            pub fn any(self, condition: impl FnOnce(Path<V>) -> Predicate) -> Predicate<T> {
                lambda(self.$name(), "any", condition)
            }

            /// Every element fulfils a condition.
            pub fn all(self, condition: impl FnOnce(Path<V>) -> Predicate) -> Predicate<T> {
                lambda(self.$name(), "all", condition)
            }
        }
    };
}

operators!(Property<T, V>, Property<T, String>, Property<T, Vec<V>>, name);
operators!(Path<V, T>, Path<String, T>, Path<Vec<V>, T>, as_str);
