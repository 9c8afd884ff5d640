//! Types that no page of a partial checkout documents, told by what is based on them.

use std::collections::BTreeMap;

use docbind_ir::{Api, Code, Diagnostic, Property, TypeDef, TypeName, TypeRef, Unresolved};

use crate::type_index::TypeIndex;

/// A base that several types name and no page documents, with the rows that they inherit from it.
///
/// Operations on the base return any of these types, which no type of the model would say without it.
pub(crate) fn missing_bases(api: &Api, index: &TypeIndex, diagnostics: &mut Vec<Diagnostic>) -> Vec<TypeDef> {
    let mut bases: BTreeMap<String, (TypeDef, usize)> = BTreeMap::new();
    for def in &api.types {
        let Some(named) = unknown(def.base.as_ref(), def, index) else { continue };
        let short = named.text.rsplit('.').next().unwrap_or(&named.text);
        let is_name = short.starts_with(char::is_alphabetic) && short.chars().all(char::is_alphanumeric);
        if !is_name {
            continue;
        }
        let namespace = named.text.rsplit_once('.').map_or(def.name.namespace(), |(namespace, _)| namespace);
        let name = TypeName::new(format!("{namespace}.{short}"));
        let (base, count) = bases.entry(name.key()).or_insert_with(|| {
            let base = TypeDef { source: def.source.clone(), ..TypeDef::new(name) };
            (base, 0)
        });
        *count += 1;
        add_inherited(&mut base.properties, &def.properties, short);
        add_inherited(&mut base.navigation, &def.navigation, short);
    }
    let several = bases.into_values().filter(|(_, count)| *count > 1);
    several
        .map(|(base, count)| {
            let name = &base.name;
            let message = format!("no page documents the type `{name}`, on which {count} types are based");
            let help = "add a page for the type; docbind takes from the others what they inherit";
            diagnostics.push(Diagnostic::new(Code::UnknownType, base.source.clone(), message).help(help));
            base
        })
        .collect()
}

/// The words of a base that lead to no type.
fn unknown<'a>(base: Option<&'a TypeRef>, def: &TypeDef, index: &TypeIndex) -> Option<&'a Unresolved> {
    match base? {
        TypeRef::Unresolved(named) if index.find(named, def.name.namespace()).is_none() => Some(named),
        _ => None,
    }
}

/// Adds the rows that say they are inherited from the type of this name.
fn add_inherited(known: &mut Vec<Property>, rows: &[Property], base: &str) {
    for row in rows {
        let from = row.inherited_from.as_deref().map(TypeRef::element);
        let is_inherited = matches!(from, Some(TypeRef::Unresolved(named))
            if named.text.rsplit('.').next().is_some_and(|short| short.eq_ignore_ascii_case(base)));
        if is_inherited && !known.iter().any(|property| property.name == row.name) {
            known.push(Property { inherited_from: None, ..row.clone() });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heir(name: &str, base: &str) -> TypeDef {
        let from = || Some(TypeRef::unresolved(base, None));
        let row = |name: &str, inherited_from| Property { name: name.into(), inherited_from, ..Property::default() };
        TypeDef {
            base: from(),
            properties: vec![row("name", from().map(Box::new)), row("sails", None)],
            ..TypeDef::new(TypeName::new(name))
        }
    }

    #[test]
    fn several_heirs_tell_of_a_base() {
        let types = vec![heir("g.sloop", "vessel"), heir("g.ketch", "g.vessel"), heir("g.oar", "tool")];
        let api = Api { types, namespace: "g".to_owned(), ..Api::default() };
        let mut diagnostics = Vec::new();
        let bases = missing_bases(&api, &TypeIndex::new(&api), &mut diagnostics);
        let [base] = bases.as_slice() else { panic!("{bases:?}") };
        assert_eq!(base.name.as_str(), "g.vessel");
        assert_eq!(base.properties.iter().map(|row| &*row.name).collect::<Vec<_>>(), ["name"]);
        assert_eq!(diagnostics.iter().map(|one| one.code).collect::<Vec<_>>(), [Code::UnknownType]);
    }
}
