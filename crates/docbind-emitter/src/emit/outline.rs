//! The items of a file, planned and found.
//!
//! Token streams already keep text from becoming code. This is the second line of defence: what the compiler's own
//! grammar finds in a file must be what the plan put there, item by item.

use std::fmt;

use syn::{ImplItem, Item, Macro, Type};

/// Items by kind and name, members included.
#[derive(Debug, Default)]
pub(super) struct Outline(Vec<Entry>);

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    kind: &'static str,
    name: String,
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} `{}`", self.kind, self.name)
    }
}

impl Outline {
    pub(super) fn add(&mut self, kind: &'static str, name: impl Into<String>) {
        self.0.push(Entry { kind, name: name.into() });
    }

    pub(super) fn member(&mut self, kind: &'static str, owner: &str, name: &str) {
        self.add(kind, [owner, name].join("."));
    }

    /// What differs, if anything.
    pub(super) fn difference(mut self, mut other: Self) -> Option<String> {
        self.0.sort();
        other.0.sort();
        if self.0 == other.0 {
            return None;
        }
        let missing = self.0.iter().find(|entry| other.0.binary_search(entry).is_err());
        let surplus = other.0.iter().find(|entry| self.0.binary_search(entry).is_err());
        Some(match (missing, surplus) {
            (Some(missing), Some(surplus)) => format!("{missing} is missing and {surplus} is too many"),
            (Some(missing), None) => format!("{missing} is missing"),
            (None, Some(surplus)) => format!("{surplus} is too many"),
            (None, None) => "an item is there more than once".to_owned(),
        })
    }

    /// The outline of what was parsed.
    pub(super) fn of(items: &[Item]) -> Self {
        let mut outline = Self::default();
        for item in items {
            outline.item(item);
        }
        outline
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Struct(item) => {
                let name = item.ident.to_string();
                for field in item.fields.iter().filter_map(|field| field.ident.as_ref()) {
                    self.member("field", &name, &field.to_string());
                }
                self.add("struct", name);
            }
            Item::Enum(item) => {
                let name = item.ident.to_string();
                for variant in &item.variants {
                    self.member("variant", &name, &variant.ident.to_string());
                }
                self.add("enum", name);
            }
            Item::Impl(item) => {
                let trait_ = item.trait_.as_ref().and_then(|(path, _)| path.segments.last());
                let on = match &*item.self_ty {
                    Type::Path(path) => path.path.segments.last().map(|segment| segment.ident.to_string()),
                    _ => None,
                };
                let on = on.unwrap_or_default();
                for member in &item.items {
                    match member {
                        ImplItem::Const(member) => self.member("constant", &on, &member.ident.to_string()),
                        ImplItem::Fn(member) => self.member("function", &on, &member.sig.ident.to_string()),
                        ImplItem::Type(member) => self.member("type", &on, &member.ident.to_string()),
                        ImplItem::Macro(member) => self.member("macro", &on, &macro_name(&member.mac)),
                        _ => self.member("member", &on, "?"),
                    }
                }
                match trait_ {
                    Some(segment) => self.add("impl", format!("{} for {on}", segment.ident)),
                    None => self.add("impl", on),
                }
            }
            Item::Const(item) => self.add("constant", item.ident.to_string()),
            Item::Static(item) => self.add("static", item.ident.to_string()),
            Item::Fn(item) => self.add("function", item.sig.ident.to_string()),
            Item::Mod(item) => self.add("module", item.ident.to_string()),
            Item::Macro(item) => self.add("macro", macro_name(&item.mac)),
            Item::Use(_) => self.add("use", ""),
            _ => self.add("item", "?"),
        }
    }
}

fn macro_name(call: &Macro) -> String {
    call.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default()
}
