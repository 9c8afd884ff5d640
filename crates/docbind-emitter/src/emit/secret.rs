//! Properties that hold secrets, which never appear in `Debug`.

use super::record::Struct;
use crate::plan::words::words;

/// Last words of names of secrets.
const SECRET: &[&str] = &["passcode", "passphrase", "password", "pin", "pwd", "secret", "token"];

/// Words that make a key a secret one.
const KEY: &[&str] = &[
    "access",
    "account",
    "api",
    "client",
    "data",
    "encryption",
    "master",
    "preshared",
    "private",
    "secret",
    "shared",
    "signing",
    "storage",
    "symmetric",
    "workspace",
];

/// Words of tokens that are places in a list of answers.
const PLACE: &[&str] = &["continuation", "delta", "page", "skip", "sync"];

/// Whether a property with text or bytes holds a secret, by its name.
///
/// Addresses that need no sign-in are secrets too. The value of a key-value pair is one when the type says so, since
/// only the key of each pair tells what it holds.
pub(super) fn holds_secret(name: &str, owner: &Struct<'_>) -> bool {
    let words = words(name);
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let last = words.last().map_or("", String::as_str);
    match last {
        "key" => has(KEY),
        "text" | "value" if words.len() > 1 => has(&["secret", "password"]),
        "value" => is_pair_of_secrets(owner),
        "url" => has(&["upload", "download"]),
        last => SECRET.contains(&last) && !has(PLACE),
    }
}

fn is_pair_of_secrets(owner: &Struct<'_>) -> bool {
    let names_secrets = words(owner.wire_name).iter().any(|word| SECRET.contains(&word.as_str()) || word == "secrets");
    names_secrets && owner.fields.iter().any(|field| &*field.property.name == "key")
}
