use super::text::{Scan, text_type};

text_type! {
    /// A GUID: `7d1d2e2c-6f4e-4c7c-9d0a-1b1f0a3f6a55`.
    Guid, "a GUID (00000000-0000-0000-0000-000000000000)", [u8; 16], bytes
}

impl Guid {
    /// The 16 bytes in the order they are written, when the text is a GUID.
    pub fn to_bytes(&self) -> Option<[u8; 16]> {
        bytes(&self.0)
    }
}

fn bytes(text: &str) -> Option<[u8; 16]> {
    let mut bytes = [0; 16];
    let mut scan = Scan::new(text);
    for (index, byte) in bytes.iter_mut().enumerate() {
        if matches!(index, 4 | 6 | 8 | 10) {
            scan.byte(b'-')?;
        }
        let mut digit = || char::from(scan.one_of(b"0123456789abcdefABCDEF")?).to_digit(16);
        *byte = u8::try_from(digit()? * 16 + digit()?).ok()?;
    }
    scan.is_at_end().then_some(bytes)
}
