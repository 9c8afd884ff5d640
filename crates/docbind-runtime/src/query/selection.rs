use super::{Related, Writer};
use crate::model::{Navigation, Property};

/// What `select` takes where `E` is returned: a property, or a tuple, an array or a slice of them. Text is taken as
/// well.
pub trait Selection<E> {
    /// Writes the names with commas between them.
    fn write(&self, out: &mut Writer<'_>);
}

impl<E, T: Related<E>, V> Selection<E> for Property<T, V> {
    #[inline]
    fn write(&self, out: &mut Writer<'_>) {
        out.push(self.name());
    }
}

impl<E, T: Related<E>, V> Selection<E> for Navigation<T, V> {
    #[inline]
    fn write(&self, out: &mut Writer<'_>) {
        out.push(self.name());
    }
}

impl<E> Selection<E> for str {
    fn write(&self, out: &mut Writer<'_>) {
        out.push(self);
    }
}

impl<E> Selection<E> for String {
    fn write(&self, out: &mut Writer<'_>) {
        out.push(self);
    }
}

/// Lists of anything that can stand alone, for each of the traits that queries are built with.
macro_rules! lists {
    ($trait:ident) => {
        impl<Q, S: $trait<Q> + ?Sized> $trait<Q> for &S {
            #[inline]
            fn write(&self, out: &mut Writer<'_>) {
                (**self).write(out);
            }
        }

        impl<Q, S: $trait<Q>> $trait<Q> for [S] {
            fn write(&self, out: &mut Writer<'_>) {
                out.separated(self, |out, value| value.write(out));
            }
        }

        impl<Q, S: $trait<Q>, const N: usize> $trait<Q> for [S; N] {
            fn write(&self, out: &mut Writer<'_>) {
                self.as_slice().write(out);
            }
        }

        impl<Q, S: $trait<Q>> $trait<Q> for Vec<S> {
            fn write(&self, out: &mut Writer<'_>) {
                self.as_slice().write(out);
            }
        }

        lists!($trait: A, B, C, D, E, F, G, H, I, J, K, L);
    };
    ($trait:ident: $first:ident) => {
        impl<Q, $first: $trait<Q>> $trait<Q> for ($first,) {
            #[inline]
            fn write(&self, out: &mut Writer<'_>) {
                self.0.write(out);
            }
        }
    };
    ($trait:ident: $first:ident, $($rest:ident),+) => {
        impl<Q, $first: $trait<Q>, $($rest: $trait<Q>),+> $trait<Q> for ($first, $($rest),+) {
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
