/// Makes a struct of `Option` fields and `extra` a [`Model`](crate::model::Model): a constructor, its
/// [`Record`](crate::model::Record), JSON both ways, `Clone`, `Debug`, `Default`, equality.
///
/// The table has an entry for each field, in the order of the struct: number, wire name, variant of
/// [`Mut`](crate::model::Mut), field. A table instead of the code itself, as that is three quarters of what a model
/// would be to write, read and parse. Variants are built as structs, which the compiler checks quicker than calls.
#[cfg(feature = "serde")]
#[macro_export]
macro_rules! model {
    ($ty:ident $($table:tt)*) => {
        $crate::__model!($ty $($table)*);
        $crate::__serde!($ty);
    };
}

/// The macro `model!` without the traits of serde. One step of expansion is all that most builds pay for.
#[doc(hidden)]
#[macro_export]
macro_rules! __model {
    (
        $ty:ident
        type_name = $type_name:tt
        bases = [$($base:tt)*]
        secrets = [$($secret:tt)*]
        $(read_only = [$($read_only:tt)*])?
        $(related = [$($related:path),*])?
        $($index:literal $name:tt $kind:ident $field:ident)*
    ) => {
        impl $ty {
            /// One with nothing set.
            #[inline]
            pub fn new() -> Self {
                Self { $($field: None,)* extra: $crate::model::NO_EXTRA }
            }
        }
        impl $crate::query::Related<$ty> for $ty {}
        $($(
            impl $crate::query::Related<$related> for $ty {}
            impl $crate::query::Related<$ty> for $related {}
        )*)?
        impl $crate::model::Record for $ty {
            #[inline]
            fn shape(&self) -> &'static $crate::model::Shape {
                &$crate::model::Shape {
                    type_name: $type_name,
                    bases: &[$($base),*],
                    names: &[$($name),*],
                    secrets: &[$($secret),*],
                    read_only: &[$($($read_only),*)?],
                }
            }
            #[inline]
            fn slot(&mut self, index: usize) -> $crate::model::Mut<'_> {
                match index {
                    $($index => $crate::model::Mut::$kind { 0: &mut self.$field },)*
                    _ => $crate::model::Mut::Rest(&mut self.extra),
                }
            }
            #[inline]
            fn slot_ref(&self, index: usize) -> $crate::model::Ref<'_> {
                match index {
                    $($index => $crate::model::Ref::$kind { 0: &self.$field },)*
                    _ => $crate::model::Ref::Rest(&self.extra),
                }
            }
        }
        impl $crate::model::Model for $ty {}
        impl ::core::default::Default for $ty {
            #[inline]
            fn default() -> Self {
                Self::new()
            }
        }
        impl ::core::clone::Clone for $ty {
            #[inline]
            fn clone(&self) -> Self {
                $crate::model::cloned(self)
            }
        }
        impl ::core::fmt::Debug for $ty {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::model::debug(::core::stringify!($ty), self, f)
            }
        }
        impl ::core::cmp::PartialEq for $ty {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::model::equal(self, other)
            }
        }
    };
}

/// Gives a struct of `Option` fields and `extra` that is only sent a constructor, a
/// [`Record`](crate::model::Record), `Debug` and `Default`. Its table is that of [`model!`](crate::model!).
#[macro_export]
macro_rules! body {
    (
        $ty:ident
        secrets = [$($secret:tt)*]
        $($index:tt $name:tt $kind:ident $field:ident)*
    ) => {
        impl $ty {
            /// One with nothing set.
            #[inline]
            pub fn new() -> Self {
                Self { $($field: None,)* extra: $crate::model::NO_EXTRA }
            }
        }
        impl $crate::model::Record for $ty {
            #[inline]
            fn shape(&self) -> &'static $crate::model::Shape {
                &$crate::model::Shape {
                    type_name: "",
                    bases: &[],
                    names: &[$($name),*],
                    secrets: &[$($secret),*],
                    read_only: &[],
                }
            }
            #[inline]
            fn slot_ref(&self, index: usize) -> $crate::model::Ref<'_> {
                match index {
                    $($index => $crate::model::Ref::$kind { 0: &self.$field },)*
                    _ => $crate::model::Ref::Rest(&self.extra),
                }
            }
        }
        impl ::core::default::Default for $ty {
            #[inline]
            fn default() -> Self {
                Self::new()
            }
        }
        impl ::core::fmt::Debug for $ty {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::model::debug(::core::stringify!($ty), self, f)
            }
        }
    };
}

/// Makes an enum with a variant `Unknown(String)` an [`OpenEnum`](crate::model::OpenEnum) with `Clone`, equality, text
/// both ways, and its place in models.
///
/// The table has an entry for each member: number, wire name, variant.
#[macro_export]
macro_rules! open_enum {
    ($ty:ident $($index:tt $name:tt $variant:ident)*) => {
        impl $crate::model::OpenEnum for $ty {
            const NAMES: &'static [&'static str] = &[$($name),*];
            #[inline]
            fn index(&self) -> ::core::result::Result<usize, &str> {
                let index = match self {
                    $($ty::$variant => $index,)*
                    $ty::Unknown(text) => return ::core::result::Result::Err(text),
                };
                ::core::result::Result::Ok(index)
            }
            #[inline]
            fn from_index(index: ::core::result::Result<usize, ::std::string::String>) -> Self {
                let index = match index {
                    ::core::result::Result::Ok(index) => index,
                    ::core::result::Result::Err(text) => return $ty::Unknown(text),
                };
                match index {
                    $($index => $ty::$variant,)*
                    _ => $ty::Unknown(::std::string::String::new()),
                }
            }
        }
        impl ::core::clone::Clone for $ty {
            #[inline]
            fn clone(&self) -> Self {
                $crate::model::cloned_member(self)
            }
        }
        impl ::core::cmp::PartialEq for $ty {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::model::same_member(self, other)
            }
        }
        impl ::core::cmp::Eq for $ty {}
        impl ::core::hash::Hash for $ty {
            #[inline]
            fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                $crate::model::hash_member(self, state);
            }
        }
        impl ::core::fmt::Debug for $ty {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt($crate::model::member_text(self), f)
            }
        }
        impl $crate::model::Element for $ty {
            #[inline]
            fn fresh() -> Self {
                $crate::model::empty_member()
            }
            #[inline]
            fn item(&self) -> $crate::model::Item<'_> {
                $crate::model::Item::from($crate::model::member_text(self))
            }
            #[inline]
            fn item_mut(&mut self) -> $crate::model::ItemMut<'_> {
                $crate::model::ItemMut::Enum(self)
            }
        }
        impl ::core::fmt::Display for $ty {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad($crate::model::member_text(self))
            }
        }
        impl ::core::convert::From<&str> for $ty {
            #[inline]
            fn from(text: &str) -> Self {
                $crate::model::member(text)
            }
        }
    };
}

/// serde's own traits on a model, when the runtime is built with its feature `serde`.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde {
    ($ty:ident) => {
        impl $crate::model::serde::Serialize for $ty {
            fn serialize<S: $crate::model::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::model::serde::Serialize::serialize(&$crate::model::AsJson(self), serializer)
            }
        }
        impl<'de> $crate::model::serde::Deserialize<'de> for $ty {
            fn deserialize<D: $crate::model::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                let mut model = Self::default();
                $crate::model::serde::de::DeserializeSeed::deserialize(
                    $crate::model::FromJson(&mut model),
                    deserializer,
                )?;
                ::core::result::Result::Ok(model)
            }
        }
    };
}
