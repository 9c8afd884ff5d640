/// Makes a [`Record`](crate::model::Record) a [`Model`](crate::model::Model): JSON both ways, `Debug`, equality.
#[macro_export]
macro_rules! model {
    ($ty:ident) => {
        impl $crate::model::Model for $ty {}
        $crate::body!($ty);
        $crate::__serde!($ty);
    };
}

/// Gives a [`Record`](crate::model::Record) that is only sent `Debug` and equality.
#[macro_export]
macro_rules! body {
    ($ty:ident) => {
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

/// Adds to an [`OpenEnum`](crate::model::OpenEnum) what every enum has: text both ways, and its place in models.
#[macro_export]
macro_rules! open_enum {
    ($ty:ident) => {
        impl $crate::model::EnumText for $ty {
            #[inline]
            fn set_text(&mut self, text: &str) {
                *self = $crate::model::OpenEnum::from_text(text);
            }
        }
        impl $crate::model::Element for $ty {
            #[inline]
            fn fresh() -> Self {
                Self::Unknown(::std::string::String::new())
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
        impl ::core::str::FromStr for $ty {
            type Err = ::core::convert::Infallible;
            #[inline]
            fn from_str(text: &str) -> ::core::result::Result<Self, Self::Err> {
                ::core::result::Result::Ok($crate::model::OpenEnum::from_text(text))
            }
        }
        impl ::core::convert::From<&str> for $ty {
            #[inline]
            fn from(text: &str) -> Self {
                $crate::model::OpenEnum::from_text(text)
            }
        }
        impl ::core::convert::AsRef<str> for $ty {
            #[inline]
            fn as_ref(&self) -> &str {
                $crate::model::OpenEnum::as_str(self)
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

#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde {
    ($ty:ident) => {};
}
