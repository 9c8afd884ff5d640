//! What the setters of models call. A function's path costs the compiler less than the methods of traits would, and
//! there are thousands of setters.

/// The value of a property, made of whatever becomes one.
#[inline]
pub fn some<T>(value: impl Into<T>) -> Option<T> {
    Some(value.into())
}

/// The values of a property that is a list.
#[inline]
pub fn list<T, I: Into<T>>(values: impl IntoIterator<Item = I>) -> Option<Vec<T>> {
    Some(values.into_iter().map(Into::into).collect())
}
