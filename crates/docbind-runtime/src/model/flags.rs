use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use super::slot::EnumText;
use super::{Element, Item, ItemMut, OpenEnum};

/// Several members of an enum at once, sent as one text: `"monday,friday"`. Members keep the order they came in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Flags<E>(Vec<E>);

impl<E> Flags<E> {
    /// No member.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// The members.
    pub fn iter(&self) -> std::slice::Iter<'_, E> {
        self.0.iter()
    }

    /// Whether there is no member.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<E: PartialEq> Flags<E> {
    /// Whether a member is set.
    pub fn contains(&self, member: &E) -> bool {
        self.0.contains(member)
    }

    /// Sets a member, once.
    pub fn insert(&mut self, member: E) {
        if !self.contains(&member) {
            self.0.push(member);
        }
    }
}

impl<E: OpenEnum> Flags<E> {
    fn parse(text: &str) -> Self {
        Self(text.split(',').map(str::trim).filter(|name| !name.is_empty()).map(E::from_text).collect())
    }
}

impl<E> Default for Flags<E> {
    fn default() -> Self {
        Self::new()
    }
}

impl<E: OpenEnum> fmt::Display for Flags<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, member) in self.0.iter().enumerate() {
            f.write_str(if index == 0 { "" } else { "," })?;
            f.write_str(member.as_str())?;
        }
        Ok(())
    }
}

impl<E: OpenEnum> FromStr for Flags<E> {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self::parse(text))
    }
}

impl<E> From<E> for Flags<E> {
    fn from(member: E) -> Self {
        Self(vec![member])
    }
}

impl<E, const N: usize> From<[E; N]> for Flags<E> {
    fn from(members: [E; N]) -> Self {
        Self(members.into())
    }
}

impl<E> FromIterator<E> for Flags<E> {
    fn from_iter<I: IntoIterator<Item = E>>(members: I) -> Self {
        Self(members.into_iter().collect())
    }
}

impl<E> IntoIterator for Flags<E> {
    type Item = E;
    type IntoIter = std::vec::IntoIter<E>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a, E> IntoIterator for &'a Flags<E> {
    type Item = &'a E;
    type IntoIter = std::slice::Iter<'a, E>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<E: OpenEnum> EnumText for Flags<E> {
    #[inline]
    fn set_text(&mut self, text: &str) {
        *self = Self::parse(text);
    }
}

impl<E: OpenEnum> Element for Flags<E> {
    #[inline]
    fn fresh() -> Self {
        Self::new()
    }
    #[inline]
    fn item(&self) -> Item<'_> {
        Item::Str(Cow::Owned(self.to_string()))
    }
    #[inline]
    fn item_mut(&mut self) -> ItemMut<'_> {
        ItemMut::Enum(self)
    }
}
