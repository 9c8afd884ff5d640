use super::Writer;
use crate::model::{Navigation, Property};

/// What `select` takes: a property, or a tuple, an array or a slice of them. Text is taken as well.
pub trait Selection {
    /// Writes the names with commas between them.
    fn write(&self, out: &mut Writer<'_>);
}

impl<T, V> Selection for Property<T, V> {
    #[inline]
    fn write(&self, out: &mut Writer<'_>) {
        out.push(self.name());
    }
}

impl<T, V> Selection for Navigation<T, V> {
    #[inline]
    fn write(&self, out: &mut Writer<'_>) {
        out.push(self.name());
    }
}

impl Selection for str {
    fn write(&self, out: &mut Writer<'_>) {
        out.push(self);
    }
}

impl Selection for String {
    fn write(&self, out: &mut Writer<'_>) {
        out.push(self);
    }
}

/// Lists of anything that can stand alone, for each of the traits that queries are built with.
macro_rules! lists {
    ($trait:ident) => {
        impl<S: $trait + ?Sized> $trait for &S {
            #[inline]
            fn write(&self, out: &mut Writer<'_>) {
                (**self).write(out);
            }
        }

        impl<S: $trait> $trait for [S] {
            fn write(&self, out: &mut Writer<'_>) {
                out.separated(self, |out, value| value.write(out));
            }
        }

        impl<S: $trait, const N: usize> $trait for [S; N] {
            fn write(&self, out: &mut Writer<'_>) {
                self.as_slice().write(out);
            }
        }

        impl<S: $trait> $trait for Vec<S> {
            fn write(&self, out: &mut Writer<'_>) {
                self.as_slice().write(out);
            }
        }

        lists!($trait: A, B, C, D, E, F, G, H, I, J, K, L);
    };
    ($trait:ident: $first:ident) => {
        impl<$first: $trait> $trait for ($first,) {
            #[inline]
            fn write(&self, out: &mut Writer<'_>) {
                self.0.write(out);
            }
        }
    };
    ($trait:ident: $first:ident, $($rest:ident),+) => {
        impl<$first: $trait, $($rest: $trait),+> $trait for ($first, $($rest),+) {
            #[inline]
            #[allow(non_snake_case, reason = "each value is named as its type")]
            fn write(&self, out: &mut Writer<'_>) {
                let ($first, $($rest),+) = self;
                $first.write(out);
                $(
                    out.push(",");
                    $rest.write(out);
                )+
            }
        }
        lists!($trait: $($rest),+);
    };
}
pub(super) use lists;

lists!(Selection);
