use std::fmt;
use std::marker::PhantomData;

/// A property of a model, as a constant made by [`property`]: what `select`, `filter` and `orderby` take instead of
/// text.
pub struct Property<T, V> {
    name: &'static str,
    types: PhantomData<fn() -> (T, V)>,
}

/// A navigation property of a model, as a constant made by [`navigation`]: what `expand` takes. It is no field of the
/// model; what it brought is read by [`Model::expanded`](super::Model::expanded).
pub struct Navigation<T, V> {
    name: &'static str,
    types: PhantomData<fn() -> (T, V)>,
}

/// The property with a wire name. A function, as its path costs the compiler less than that of a method would, and
/// there are thousands of constants.
#[inline]
pub const fn property<T, V>(name: &'static str) -> Property<T, V> {
    Property { name, types: PhantomData }
}

/// The navigation property with a wire name.
#[inline]
pub const fn navigation<T, V>(name: &'static str) -> Navigation<T, V> {
    Navigation { name, types: PhantomData }
}

macro_rules! constant {
    ($name:ident) => {
        impl<T, V> $name<T, V> {
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
