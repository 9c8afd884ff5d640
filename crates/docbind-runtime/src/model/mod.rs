//! What generated models are made of.
//!
//! A model is a plain struct of `Option` fields. It implements [`Record`]: its wire names and one slot per name. All
//! conversions are written once, against `&dyn Record`; the macros [`model!`](crate::model!),
//! [`body!`](crate::body!) and [`open_enum!`](crate::open_enum!) add the few trait impls a type needs.

mod binary;
#[cfg(any(feature = "chrono", feature = "jiff", feature = "time", feature = "uuid"))]
mod convert;
mod copy;
mod date;
mod date_time;
mod decode;
mod duration;
mod element;
mod encode;
pub(crate) mod erase;
mod extra;
mod flags;
mod guid;
mod json;
mod macros;
mod misfit;
mod numbers;
mod open_enum;
mod print;
mod property;
mod record;
mod setter;
mod slot;
mod text;
mod time_of_day;

pub use binary::Binary;
pub use copy::cloned;
pub use date::Date;
pub use date_time::DateTime;
pub(crate) use date_time::http_date;
pub use decode::{FromJson, decode};
pub(crate) use decode::{decode_value, json_text};
pub use duration::Duration;
pub use encode::{AsJson, encode};
pub(crate) use encode::{encode_body, encode_item, encode_redacted, encode_redacted_body};
pub use extra::{Extra, NO_EXTRA};
pub use flags::Flags;
pub use guid::Guid;
pub use misfit::Misfit;
pub(crate) use misfit::misfits;
pub(crate) use numbers::read_json;
pub use open_enum::{OpenEnum, cloned_member, empty_member, hash_member, member, member_text, same_member};
pub use print::{debug, equal};
pub use property::{Navigation, Property, navigation, property};
pub use record::{Model, Record, Shape, cast};
pub use setter::{list, some};
pub use slot::{Element, EnumText, Item, ItemMut, List, Mut, Ref, Slot};
pub use text::InvalidText;
pub(crate) use text::Scan;
pub use time_of_day::TimeOfDay;

/// A JSON value of any shape: what the documentation leaves untyped. The macro writes one as it looks.
pub use serde_json::{Value as Json, json};

#[cfg(feature = "serde")]
pub use serde;
