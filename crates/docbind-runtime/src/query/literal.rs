use crate::model::{Date, DateTime, Duration, Guid, OpenEnum, TimeOfDay};

/// A value that a property of type `V` can be compared with, as it is written in a `$filter`.
pub trait Literal<V> {
    /// Appends the value.
    fn write(&self, out: &mut String);
}

/// Appends text in quotes, inner ones doubled.
pub(super) fn quote(text: &str, out: &mut String) {
    out.push('\'');
    for (index, part) in text.split('\'').enumerate() {
        out.push_str(if index > 0 { "''" } else { "" });
        out.push_str(part);
    }
    out.push('\'');
}

impl Literal<String> for &str {
    fn write(&self, out: &mut String) {
        quote(self, out);
    }
}

impl Literal<String> for String {
    fn write(&self, out: &mut String) {
        quote(self, out);
    }
}

impl Literal<String> for &String {
    fn write(&self, out: &mut String) {
        quote(self, out);
    }
}

macro_rules! numbers {
    ($($literal:ty => $($value:ty),+;)*) => {$($(
        impl Literal<$value> for $literal {
            fn write(&self, out: &mut String) {
                out.push_str(&self.to_string());
            }
        }
    )+)*};
}

numbers! {
    i32 => i32, i64, f64;
    i64 => i64;
}

impl Literal<bool> for bool {
    fn write(&self, out: &mut String) {
        out.push_str(if *self { "true" } else { "false" });
    }
}

impl Literal<f64> for f64 {
    fn write(&self, out: &mut String) {
        if self.is_infinite() {
            out.push_str(if *self > 0.0 { "INF" } else { "-INF" });
        } else {
            // `NaN` is written alike.
            out.push_str(&self.to_string());
        }
    }
}

/// Types whose text stands without quotes. Text that is not of the type, which these types keep as well, is quoted:
/// it must stay one value.
macro_rules! texts {
    ($($value:ident, $before:literal, $after:literal;)*) => {$(
        impl Literal<$value> for &$value {
            fn write(&self, out: &mut String) {
                match self.as_str().parse::<$value>() {
                    Ok(_) => out.extend([$before, self.as_str(), $after]),
                    Err(_) => quote(self.as_str(), out),
                }
            }
        }

        impl Literal<$value> for $value {
            fn write(&self, out: &mut String) {
                Literal::<$value>::write(&self, out);
            }
        }
    )*};
}

texts! {
    Guid, "", "";
    Date, "", "";
    DateTime, "", "";
    TimeOfDay, "", "";
    Duration, "duration'", "'";
}

impl<E: OpenEnum> Literal<E> for E {
    fn write(&self, out: &mut String) {
        quote(self.as_str(), out);
    }
}

impl<E: OpenEnum> Literal<E> for &E {
    fn write(&self, out: &mut String) {
        quote(self.as_str(), out);
    }
}
