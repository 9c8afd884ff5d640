use super::erase::{record, record_mut};
use super::{Binary, Item, ItemMut, Record};

/// `Clone` of a model.
#[inline]
pub fn cloned<M: Record + Default>(model: &M) -> M {
    let mut copy = M::default();
    copy_into(record(model), record_mut(&mut copy));
    copy
}

/// One function for all types, where a derived one would go through the fields of each.
fn copy_into(source: &dyn Record, target: &mut dyn Record) {
    for index in 0..source.shape().names.len() {
        if let Some(item) = source.slot_ref(index).get() {
            fill(item, target.slot(index).open());
        }
    }
    if let Some(extra) = target.extra_mut() {
        extra.clone_from(source.extra());
    }
}

fn fill(item: Item<'_>, target: ItemMut<'_>) {
    match (item, target) {
        (Item::Bool(value), ItemMut::Bool(target)) => *target = value,
        // It came out of 32 bits.
        (Item::I64(number), ItemMut::I32(target)) => *target = i32::try_from(number).unwrap_or_default(),
        (Item::I64(number), ItemMut::I64(target)) => *target = number,
        (Item::F64(number), ItemMut::F64(target)) => *target = number,
        (Item::Str(text), ItemMut::Str(target)) => *target = text.into_owned(),
        (Item::Str(text), ItemMut::Text(target)) => *target = text.into(),
        (Item::Str(text), ItemMut::Enum(target)) => target.set_text(&text),
        (Item::Binary(bytes), ItemMut::Binary(target)) => *target = Binary::from(bytes),
        (Item::Json(json), ItemMut::Json(target)) => target.clone_from(json),
        (Item::Record(record), ItemMut::Record(target)) => copy_into(record, target),
        (Item::List(list), ItemMut::List(target)) => {
            for item in (0..list.len()).filter_map(|index| list.get(index)) {
                fill(item, target.push());
            }
        }
        // A field and its copy are of one type.
        _ => {}
    }
}
