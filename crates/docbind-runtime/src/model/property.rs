use std::fmt;
use std::marker::PhantomData;

/// A property of a model, as a constant: what `select`, `filter` and `orderby` take instead of text.
pub struct Property<T, V> {
    name: &'static str,
    types: PhantomData<fn() -> (T, V)>,
}

/// A navigation property of a model: what `expand` takes. It is no field of the model; what it brought is read by
/// [`Model::expanded`](super::Model::expanded).
pub struct Navigation<T, V> {
    name: &'static str,
    types: PhantomData<fn() -> (T, V)>,
}

macro_rules! constant {
    ($name:ident) => {
        impl<T, V> $name<T, V> {
            /// The constant for a wire name.
            #[inline]
            pub const fn new(name: &'static str) -> Self {
                Self { name, types: PhantomData }
            }

            /// The wire name.
            #[inline]
            pub const fn name(&self) -> &'static str {
                self.name
            }
        }

        impl<T, V> Clone for $name<T, V> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<T, V> Copy for $name<T, V> {}

        impl<T, V> fmt::Debug for $name<T, V> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.name).finish()
            }
        }
    };
}

constant!(Property);
constant!(Navigation);
