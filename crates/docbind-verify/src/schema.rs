//! Looking up types, enums and their members by name.

use std::collections::{BTreeMap, BTreeSet};

use docbind_ir::{Api, EnumDef, Property, TypeDef, TypeName};

/// How many ancestors a type may have before the walk stops, so that a cycle ends.
const ANCESTORS: usize = 32;

/// The types and enums of an API by the key of their names.
pub(crate) struct Schema<'a> {
    types: BTreeMap<String, &'a TypeDef>,
    enums: BTreeMap<String, &'a EnumDef>,
    derived: BTreeMap<String, BTreeSet<String>>,
    namespace: &'a str,
}

impl<'a> Schema<'a> {
    pub(crate) fn new(api: &'a Api) -> Self {
        let types: BTreeMap<_, _> = api.types.iter().map(|ty| (ty.name.key(), ty)).collect();
        let mut schema = Self {
            enums: api.enums.iter().map(|definition| (definition.name.key(), definition)).collect(),
            types,
            derived: BTreeMap::new(),
            namespace: &api.namespace,
        };
        let mut derived: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for ty in &api.types {
            for ancestor in schema.lineage(ty).skip(1) {
                derived.entry(ancestor.name.key()).or_default().insert(ty.name.key());
            }
        }
        schema.derived = derived;
        schema
    }

    /// A type by its name.
    pub(crate) fn ty(&self, name: &TypeName) -> Option<&'a TypeDef> {
        self.types.get(&name.key()).copied()
    }

    /// An enum by its name.
    pub(crate) fn enumeration(&self, name: &TypeName) -> Option<&'a EnumDef> {
        self.enums.get(&name.key()).copied()
    }

    /// A type by what an `@odata.type` member says: with or without `#`, with or without a namespace.
    pub(crate) fn by_odata_type(&self, text: &str) -> Option<&'a TypeDef> {
        let name = text.trim().trim_start_matches('#').to_lowercase();
        self.types.get(&name).or_else(|| self.types.get(&format!("{}.{name}", self.namespace.to_lowercase()))).copied()
    }

    /// The type and its ancestors, nearest first.
    pub(crate) fn lineage(&self, ty: &'a TypeDef) -> impl Iterator<Item = &'a TypeDef> + use<'a, '_> {
        std::iter::successors(Some(ty), |ty| ty.base.as_ref().and_then(|base| self.ty(base.name()?))).take(ANCESTORS)
    }

    /// Whether `ty` is `base` or derives from it.
    pub(crate) fn is_a(&self, ty: &'a TypeDef, base: &TypeDef) -> bool {
        self.lineage(ty).any(|ancestor| ancestor.name == base.name)
    }

    /// A structural or navigation property of the type or its ancestors.
    pub(crate) fn property(&self, ty: &'a TypeDef, name: &str) -> Option<&'a Property> {
        self.lineage(ty)
            .find_map(|ty| ty.properties.iter().chain(&ty.navigation).find(|property| &*property.name == name))
    }

    /// The same in any type derived from `ty`.
    pub(crate) fn derived_property(&self, ty: &TypeDef, name: &str) -> Option<&'a Property> {
        let derived = self.derived.get(&ty.name.key())?;
        derived.iter().find_map(|key| {
            let ty = self.types.get(key)?;
            ty.properties.iter().chain(&ty.navigation).find(|property| &*property.name == name)
        })
    }

    /// Whether the type or an ancestor takes undocumented properties by design, or no page says what it has.
    pub(crate) fn is_open(&self, ty: &'a TypeDef) -> bool {
        let is_empty = |ty: &TypeDef| ty.properties.is_empty() && ty.navigation.is_empty();
        self.lineage(ty).any(|ty| ty.is_open)
            || self.lineage(ty).all(is_empty) && !self.derived.contains_key(&ty.name.key())
    }
}
