//! Example values that stand where a parameter belongs.

use super::names;

/// What kind of value it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LiteralId {
    /// A GUID, a number, an opaque key.
    Key,
    /// An e-mail address or user principal name.
    Address,
    /// A host name.
    Host,
}

impl LiteralId {
    /// The name of the parameter in its place, after the segment `owner`.
    pub(super) fn name(self, owner: &str) -> String {
        match self {
            Self::Key | Self::Address => names::from_owner(owner, "id", false),
            Self::Host => "hostname".to_owned(),
        }
    }
}

/// Recognises an example value; fixed words of an API are short, or camel case with few digits.
pub(super) fn detect(segment: &str) -> Option<LiteralId> {
    if segment.starts_with('$') {
        return None;
    }
    let digits = segment.chars().filter(char::is_ascii_digit).count();
    let length = segment.chars().count();
    let hex = segment.chars().all(|c| c.is_ascii_hexdigit() || c == '-');
    let guid = hex && segment.split('-').map(str::len).eq([8, 4, 4, 4, 12]);
    let number = digits == length && length > 0;
    let opaque = length >= 16
        && (digits >= 4 || segment.ends_with('='))
        && segment.chars().all(|c| c.is_ascii_alphanumeric() || "-_=!,.%".contains(c));
    if segment.contains('@') && !segment.starts_with('@') {
        Some(LiteralId::Address)
    } else if guid || number || opaque || (hex && digits > 0 && length >= 12) {
        Some(LiteralId::Key)
    } else if is_host(segment) {
        Some(LiteralId::Host)
    } else {
        None
    }
}

fn is_host(segment: &str) -> bool {
    let mut labels = segment.split('.');
    let top = labels.next_back().unwrap_or_default();
    let label = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    labels.clone().count() > 0
        && labels.all(label)
        && matches!(top, "com" | "net" | "org" | "io" | "us" | "cn" | "de" | "onmicrosoft")
}
