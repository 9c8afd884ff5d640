use std::fmt::Write as _;

use crate::url::push_query;

/// Where the value of a query option is written: encoded into a URL, or as plain text inside another option.
pub struct Writer<'a> {
    out: &'a mut String,
    encode: bool,
}

impl<'a> Writer<'a> {
    pub(crate) fn new(url: &'a mut String) -> Self {
        Self { out: url, encode: true }
    }

    pub(super) fn plain(out: &'a mut String) -> Self {
        Self { out, encode: false }
    }

    /// Writes text.
    pub fn push(&mut self, text: &str) {
        if self.encode {
            push_query(self.out, text);
        } else {
            self.out.push_str(text);
        }
    }

    /// Writes a number.
    pub(crate) fn number(&mut self, number: u32) {
        // Digits need no encoding; writing to a `String` does not fail.
        let _ = write!(self.out, "{number}");
    }

    /// Writes each of several values, with commas between them.
    pub(super) fn separated<T>(&mut self, values: impl IntoIterator<Item = T>, mut write: impl FnMut(&mut Self, T)) {
        for (index, value) in values.into_iter().enumerate() {
            if index > 0 {
                self.push(",");
            }
            write(self, value);
        }
    }
}
