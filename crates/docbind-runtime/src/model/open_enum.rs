use std::hash::{Hash, Hasher};

/// An enum that keeps values the documentation does not list. Implemented by generated code; the macro
/// [`open_enum!`](crate::open_enum!) adds the rest.
pub trait OpenEnum: Clone + Send + Sync + Sized + 'static {
    /// Wire names of the members.
    const NAMES: &'static [&'static str];
    /// The position of the member in [`NAMES`](OpenEnum::NAMES), or the text that is none of them.
    ///
    /// # Errors
    /// The text of a value that is not documented.
    fn index(&self) -> Result<usize, &str>;
    /// The member at a position of [`NAMES`](OpenEnum::NAMES), or the value for a text that is none of them.
    fn from_index(index: Result<usize, String>) -> Self;

    /// The wire name.
    #[inline]
    fn as_str(&self) -> &str {
        match self.index() {
            Ok(index) => Self::NAMES.get(index).copied().unwrap_or_default(),
            Err(text) => text,
        }
    }

    /// The member with a wire name, or the unknown value that keeps it.
    #[inline]
    fn from_text(text: &str) -> Self {
        Self::from_index(position(Self::NAMES, text).ok_or_else(|| text.to_owned()))
    }

    /// Whether the documentation lists the value.
    #[inline]
    fn is_known(&self) -> bool {
        self.index().is_ok()
    }
}

/// The wire name of a member. These are functions, as their paths cost the compiler less than those of methods would.
#[inline]
pub fn member_text<E: OpenEnum>(value: &E) -> &str {
    value.as_str()
}

/// The member with a wire name.
#[inline]
pub fn member<E: OpenEnum>(text: &str) -> E {
    E::from_text(text)
}

/// The value for an empty text: where decoding starts.
#[inline]
pub fn empty_member<E: OpenEnum>() -> E {
    E::from_index(Err(String::new()))
}

/// `Clone` of an enum.
#[inline]
pub fn cloned_member<E: OpenEnum>(value: &E) -> E {
    E::from_index(value.index().map_err(str::to_owned))
}

/// Equality of enums.
#[inline]
pub fn same_member<E: OpenEnum>(left: &E, right: &E) -> bool {
    left.index() == right.index()
}

/// `Hash` of an enum.
#[inline]
pub fn hash_member<E: OpenEnum, H: Hasher>(value: &E, state: &mut H) {
    value.index().hash(state);
}

fn position(names: &[&str], text: &str) -> Option<usize> {
    names.iter().position(|name| *name == text)
}
