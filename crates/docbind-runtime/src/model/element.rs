use std::borrow::Cow;

use super::{Element, Item, ItemMut, Json, Model};

/// Plain types: how an empty one is made, read and written.
macro_rules! plain {
    ($($ty:ty, $variant:ident, $fresh:expr, |$value:ident| $item:expr;)*) => {$(
        impl Element for $ty {
            #[inline]
            fn fresh() -> Self {
                $fresh
            }
            #[inline]
            fn item(&self) -> Item<'_> {
                let $value = self;
                $item
            }
            #[inline]
            fn item_mut(&mut self) -> ItemMut<'_> {
                ItemMut::$variant(self)
            }
        }
    )*};
}

plain! {
    bool, Bool, false, |value| Item::Bool(*value);
    i32, I32, 0, |value| Item::I64((*value).into());
    i64, I64, 0, |value| Item::I64(*value);
    f64, F64, 0.0, |value| Item::F64(*value);
    String, Str, Self::new(), |value| Item::Str(Cow::Borrowed(value));
    Json, Json, Self::Null, |value| Item::Json(value);
}

impl<E: Element> Element for Vec<E> {
    #[inline]
    fn fresh() -> Self {
        Self::new()
    }
    #[inline]
    fn item(&self) -> Item<'_> {
        Item::List(self)
    }
    #[inline]
    fn item_mut(&mut self) -> ItemMut<'_> {
        ItemMut::List(self)
    }
}

impl<T: Model> Element for T {
    #[inline]
    fn fresh() -> Self {
        Self::default()
    }
    #[inline]
    fn item(&self) -> Item<'_> {
        Item::Record(self.as_record())
    }
    #[inline]
    fn item_mut(&mut self) -> ItemMut<'_> {
        ItemMut::Record(self.as_record_mut())
    }
}
