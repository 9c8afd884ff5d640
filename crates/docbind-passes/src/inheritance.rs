//! Bases: found, freed of cycles, and left what is theirs.

use std::sync::Arc;

use docbind_ir::{Api, Code, Diagnostic, TypeDef, TypeName, TypeRef, TypeTree};
use foldhash::{HashMap, HashMapExt};

use crate::batches;

/// How many ancestors are looked at; deeper chains are cut as cycles are.
const DEPTH: usize = 64;

/// Positions of types by name.
struct Tree(HashMap<TypeName, usize>);

impl Tree {
    /// Reads the names of all types.
    fn new(types: &[TypeDef]) -> Self {
        Self(types.iter().enumerate().map(|(position, def)| (def.name.clone(), position)).collect())
    }

    fn base(&self, types: &[TypeDef], position: usize) -> Option<usize> {
        let base = types.get(position)?.base.as_ref()?;
        self.0.get(base.name()?).copied()
    }

    /// The ancestors of the type at a position, nearest first.
    fn ancestors<'a>(&'a self, types: &'a [TypeDef], position: usize) -> impl Iterator<Item = usize> + 'a {
        std::iter::successors(self.base(types, position), |position| self.base(types, *position)).take(DEPTH)
    }
}

/// Which type inherits from which.
pub(crate) struct Ancestry(HashMap<TypeName, Vec<TypeName>>);

impl Ancestry {
    /// Reads the bases of all types.
    pub(crate) fn new(types: &[TypeDef]) -> Self {
        let tree = TypeTree::new(types, &[], "");
        let chain = |def: &TypeDef| {
            let ancestors = tree.line(def.name.as_str()).skip(1).map(|ancestor| ancestor.name.clone());
            let ancestors: Vec<_> = ancestors.collect();
            (!ancestors.is_empty()).then(|| (def.name.clone(), ancestors))
        };
        Self(types.iter().filter_map(chain).collect())
    }

    /// The ancestors of a type, nearest first.
    pub(crate) fn ancestors(&self, name: &TypeName) -> &[TypeName] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    /// Whether `name` is `ancestor` or inherits from it.
    pub(crate) fn is_a(&self, name: &TypeName, ancestor: &TypeName) -> bool {
        name == ancestor || self.ancestors(name).contains(ancestor)
    }

    /// The one of the types that all others inherit from.
    pub(crate) fn most_general<'a>(&self, names: impl Iterator<Item = &'a TypeName> + Clone) -> Option<&'a TypeName> {
        names.clone().find(|candidate| names.clone().all(|name| self.is_a(name, candidate)))
    }

    /// What two types share: the nearest common ancestor, unless it is a root that everything inherits from and neither
    /// of the two.
    pub(crate) fn common(&self, left: &TypeRef, right: &TypeRef) -> Option<TypeRef> {
        let (TypeRef::Named(left), TypeRef::Named(right)) = (left, right) else { return None };
        let common = std::iter::once(left).chain(self.ancestors(left)).find(|name| self.is_a(right, name))?;
        let is_root = self.ancestors(common).is_empty() && common.short() == "entity";
        (!is_root || common == left || common == right).then(|| TypeRef::Named(common.clone()))
    }
}

/// Takes the base from the rows that say what they inherit from, where a page names no base; of several the most
/// derived one. Drops a base that is no object type.
pub(crate) fn infer_bases(api: &mut Api) {
    adopt_derived(api);
    let tree = Tree::new(&api.types);
    let mut inferred = Vec::new();
    for (position, def) in api.types.iter().enumerate() {
        if def.base.as_ref().is_some_and(|base| tree.base(&api.types, position).is_some() && !base.is_collection()) {
            continue;
        }
        let mut best: Option<usize> = None;
        for row in def.properties.iter().chain(&def.navigation) {
            let named = row.inherited_from.as_deref().and_then(TypeRef::name);
            let Some(&candidate) = named.and_then(|name| tree.0.get(name)) else { continue };
            if candidate == position || best == Some(candidate) {
                continue;
            }
            // What only examples show says less of an inherited row than the row itself.
            if api.types.get(candidate).is_some_and(|def| def.pages.is_empty()) {
                continue;
            }
            if best.is_none_or(|best| tree.ancestors(&api.types, candidate).any(|ancestor| ancestor == best)) {
                best = Some(candidate);
            }
        }
        inferred
            .push((position, best.and_then(|best| api.types.get(best)).map(|def| TypeRef::Named(def.name.clone()))));
    }
    for (position, base) in inferred {
        if let Some(def) = api.types.get_mut(position) {
            def.base = base;
        }
    }
}

/// Gives the types that the page of their base lists this base, unless their own page names a nearer one than `entity`.
fn adopt_derived(api: &mut Api) {
    let tree = Tree::new(&api.types);
    let mut adopted = Vec::new();
    for def in &mut api.types {
        for derived in std::mem::take(&mut def.derived) {
            let position = derived.name().and_then(|name| tree.0.get(name));
            adopted.extend(position.map(|position| (*position, TypeRef::Named(def.name.clone()))));
        }
    }
    for (position, base) in adopted {
        let Some(def) = api.types.get_mut(position) else { continue };
        let stated = def.base.as_ref().and_then(TypeRef::name).is_some_and(|base| base.short() != "entity");
        if !stated && base.name() != Some(&def.name) {
            def.base = Some(base);
        }
    }
}

/// Takes its base from a type that is its own ancestor.
pub(crate) fn cut_cycles(api: &mut Api, diagnostics: &mut Vec<Diagnostic>) {
    let tree = Tree::new(&api.types);
    // Types whose ancestors end: 1 while they are followed, 2 when that is certain.
    let mut state = vec![0_u8; api.types.len()];
    for start in 0..api.types.len() {
        let mut chain = Vec::new();
        let mut next = Some(start);
        while let Some(position) = next {
            match state.get_mut(position) {
                Some(state @ 0) => *state = 1,
                Some(1) => {
                    cut(api, chain.last().copied().unwrap_or(position), diagnostics);
                    break;
                }
                _ => break,
            }
            chain.push(position);
            next = tree.base(&api.types, position);
        }
        for position in chain {
            if let Some(state) = state.get_mut(position) {
                *state = 2;
            }
        }
    }
}

fn cut(api: &mut Api, position: usize, diagnostics: &mut Vec<Diagnostic>) {
    let Some(def) = api.types.get_mut(position) else { return };
    if let Some(base) = def.base.take() {
        diagnostics.push(
            Diagnostic::new(
                Code::InheritanceCycle,
                def.source.clone(),
                format!("`{}` inherits from `{base}`, which inherits from it; the base is left out", def.name),
            )
            .help("correct the base type on one of the pages"),
        );
    }
}

/// Drops the properties that an ancestor has too; one that a table gives another type than the ancestor is kept.
pub(crate) fn drop_inherited(api: &mut Api) {
    let tree = Tree::new(&api.types);
    let repeated = |(position, def): (usize, &TypeDef)| -> Option<(usize, Vec<Arc<str>>)> {
        let mut inherited: HashMap<&Arc<str>, (&TypeRef, bool)> = HashMap::new();
        for ancestor in tree.ancestors(&api.types, position) {
            let Some(ancestor) = api.types.get(ancestor) else { continue };
            for property in ancestor.properties.iter().chain(&ancestor.navigation) {
                inherited.entry(&property.name).or_insert((&property.ty, property.undocumented));
            }
        }
        if inherited.is_empty() {
            return None;
        }
        let rows = def.properties.iter().chain(&def.navigation);
        let names: Vec<_> = rows
            .filter(|row| {
                inherited.get(&row.name).is_some_and(|(ty, is_vague)| {
                    **ty == row.ty || row.inherited_from.is_some() || row.ty.is_any() || row.undocumented && !is_vague
                })
            })
            .map(|row| row.name.clone())
            .collect();
        (!names.is_empty()).then_some((position, names))
    };
    let repeated = batches::gather(api.types.iter().enumerate(), repeated);
    for (position, names) in repeated {
        if let Some(def) = api.types.get_mut(position) {
            def.properties.retain(|row| !names.contains(&row.name));
            def.navigation.retain(|row| !names.contains(&row.name));
        }
    }
}
