//! Example values that stand where a parameter belongs.

/// Whether a segment is the identifier, address or host of one example; fixed words of an API are short, or camel case with few digits.
pub(super) fn is_example(segment: &str) -> bool {
    if segment.starts_with('$') {
        return false;
    }
    let digits = segment.chars().filter(char::is_ascii_digit).count();
    let length = segment.chars().count();
    let hex = segment.chars().all(|c| c.is_ascii_hexdigit() || c == '-');
    let guid = hex && segment.split('-').map(str::len).eq([8, 4, 4, 4, 12]);
    let number = digits == length && length > 0;
    let opaque = length >= 16
        && (digits >= 4 || segment.ends_with('='))
        && segment.chars().all(|c| c.is_ascii_alphanumeric() || "-_=!,.%".contains(c));
    let address = segment.contains('@') && !segment.starts_with('@');
    address || guid || number || opaque || (hex && digits > 0 && length >= 12) || is_host(segment)
}

fn is_host(segment: &str) -> bool {
    let mut labels = segment.split('.');
    let top = labels.next_back().unwrap_or_default();
    let label = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    labels.clone().count() > 0
        && labels.all(label)
        && matches!(top, "com" | "net" | "org" | "io" | "us" | "cn" | "de" | "onmicrosoft")
}
