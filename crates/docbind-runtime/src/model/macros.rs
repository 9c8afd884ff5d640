/// Makes a [`Record`](crate::model::Record) with a function `new` a [`Model`](crate::model::Model): JSON both ways,
/// `Clone`, `Debug`, `Default`, equality.
#[cfg(feature = "serde")]
#[macro_export]
macro_rules! model {
    ($ty:ident) => {
        $crate::__model!($ty);
        $crate::__serde!($ty);
    };
}

/// The macro `model!` without the traits of serde. One step of expansion is all that most builds pay for.
#[doc(hidden)]
#[macro_export]
macro_rules! __model {
    ($ty:ident) => {
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

/// Gives a [`Record`](crate::model::Record) with a function `new` that is only sent `Debug` and `Default`.
#[macro_export]
macro_rules! body {
    ($ty:ident) => {
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

/// Adds to an [`OpenEnum`](crate::model::OpenEnum) what every enum has: `Clone`, equality, text both ways, and its
/// place in models.
#[macro_export]
macro_rules! open_enum {
    ($ty:ident) => {
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
                ::core::fmt::Debug::fmt($crate::model::OpenEnum::as_str(self), f)
            }
        }
        impl $crate::model::Element for $ty {
            #[inline]
            fn fresh() -> Self {
                $crate::model::OpenEnum::from_index(::core::result::Result::Err(::std::string::String::new()))
            }
            #[inline]
            fn item(&self) -> $crate::model::Item<'_> {
                $crate::model::Item::from($crate::model::OpenEnum::as_str(self))
            }
            #[inline]
            fn item_mut(&mut self) -> $crate::model::ItemMut<'_> {
                $crate::model::ItemMut::Enum(self)
            }
        }
        impl ::core::fmt::Display for $ty {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad($crate::model::OpenEnum::as_str(self))
            }
        }
        impl ::core::convert::From<&str> for $ty {
            #[inline]
            fn from(text: &str) -> Self {
                $crate::model::OpenEnum::from_text(text)
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
