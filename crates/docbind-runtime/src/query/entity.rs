//! Which properties may stand in the options of which operation.

use bytes::Bytes;

use crate::Operation;
use crate::model::{Json, Model};
use crate::response::{Collection, Value};

/// What the options of an operation are about: the type that it answers with, or that the entries of its answer have.
pub type Entity<O> = <<O as Operation>::Response as Queried>::Entity;

/// An answer that says what the options of its request are about.
#[diagnostic::on_unimplemented(
    message = "nothing is known about the properties of `{Self}`",
    label = "options take constants of the type that the operation answers with",
    note = "implement `Queried` for the response with `type Entity = Anything`, or send the option by `.query(\"$select\", \"id\")`"
)]
pub trait Queried {
    /// The type whose properties the options take.
    type Entity;
}

/// What is returned where nothing is known about it: the properties of every type fit.
pub enum Anything {}

/// A type whose properties may stand where `E` is returned: `E` itself, a base of it, or a type derived from it.
#[diagnostic::on_unimplemented(
    message = "the operation is about `{E}`, not about `{Self}`",
    label = "a property of `{Self}`, which is neither `{E}` nor a base of it nor derived from it",
    note = "an option takes constants of the type that the operation answers with, of its bases, or of types derived from it",
    note = "to send other names all the same, give them as text: `.select(\"id,displayName\")`"
)]
pub trait Related<E> {}

impl<T: Model> Related<Anything> for T {}
impl<E> Related<E> for Anything {}

impl<T: Model> Queried for T {
    type Entity = T;
}

impl<T: Queried> Queried for Vec<T> {
    type Entity = T::Entity;
}

impl<T: Queried> Queried for Option<T> {
    type Entity = T::Entity;
}

impl<T: Queried> Queried for Collection<T> {
    type Entity = T::Entity;
}

/// A value that is no object has no properties that could be asked for.
impl<T> Queried for Value<T> {
    type Entity = Anything;
}

macro_rules! anything {
    ($($ty:ty),*) => {$(
        impl Queried for $ty {
            type Entity = Anything;
        }
    )*};
}

anything!((), bool, i32, i64, f64, String, Bytes, Json);
