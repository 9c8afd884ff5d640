use super::{Item, Json, Record};

/// A value that does not have the type that its page documents. It is kept all the same, in
/// [`Extra`](super::Extra), and sent back as it came.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Misfit {
    /// Where it is: `passwordProfile/password`, `attendees[2]/type`.
    pub path: String,
    /// The value as it came.
    pub value: Json,
}

/// The values inside one another that do not have their documented type.
pub(crate) fn misfits(item: &Item<'_>) -> Vec<Misfit> {
    let mut found = Vec::new();
    collect(item, String::new(), &mut found);
    found
}

fn collect(item: &Item<'_>, path: String, found: &mut Vec<Misfit>) {
    match item {
        Item::Record(record) => collect_record(*record, &path, found),
        Item::List(list) => {
            for (index, item) in (0..list.len()).filter_map(|index| Some((index, list.get(index)?))) {
                collect(&item, format!("{path}[{index}]"), found);
            }
        }
        _ => {}
    }
}

fn collect_record(record: &dyn Record, path: &str, found: &mut Vec<Misfit>) {
    let below = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") };
    let names = record.shape().names;
    for (name, value) in record.extra().iter().filter(|(name, value)| names.contains(name) && !value.is_null()) {
        found.push(Misfit { path: below(name), value: value.clone() });
    }
    for (index, name) in names.iter().enumerate() {
        if let Some(item) = record.slot_ref(index).get() {
            collect(&item, below(name), found);
        }
    }
}
