//! Parameters of actions: what the table lists against what the examples send.

use docbind_ir::{BodyShape, Code, Diagnostic, Operation, Property, Rule, Source, TypeRef};
use serde_json::Value;

use super::evidence::{Verdict, judge, together};
use crate::example_json::{SentObject, undocumented};
use crate::members::Members;
use crate::references::returned_type;

/// Gives the body the names and the wrapper that all its examples send, and adds the parameters that only they show.
pub(super) fn reconcile(
    operation: &mut Operation,
    sent: &[SentObject],
    members: &Members<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let call = operation.request_line();
    let near = returned_type(operation).cloned();
    let wrapped = wrapped_type(sent, members).or_else(|| near.clone());
    let resource = operation.body.resource.clone().or(wrapped);
    let BodyShape::Inline(table) = &mut operation.body.shape else { return };
    let listed = |name: &str| table.iter().any(|row| row.name.eq_ignore_ascii_case(name));
    let strange = sent.iter().filter(|sent| sent.names().next().is_some() && !sent.names().any(listed)).count();
    if strange > 0
        && strange == sent.iter().filter(|sent| sent.names().next().is_some()).count()
        && table.iter().any(|row| !row.undocumented)
        && let Some(first) = sent.iter().find(|sent| sent.names().next().is_some())
        && let Some(diagnostic) =
            rename(table, first, members, &call).or_else(|| wrap(table, first, resource, members, &call))
    {
        diagnostics.push(diagnostic);
    }
    for row in table.iter_mut().filter(|row| row.ty == TypeRef::UNTYPED) {
        let mut values = sent.iter().filter_map(|sent| sent.object.get(&*row.name)).filter(|value| value.is_object());
        // A cell that names several types means what they have in common, which bears the parameter's name.
        let Some(ty) = members.named_like(&row.name).filter(|ty| values.any(|value| members.accepts(ty, value))) else {
            continue;
        };
        row.ty = ty;
    }
    for row in table.iter_mut().filter(|row| !row.undocumented) {
        settle(row, sent, members, &call, diagnostics);
    }
    add(operation, sent, members, diagnostics);
}

/// Adds the parameters that only examples show.
pub(super) fn add(
    operation: &mut Operation,
    sent: &[SentObject],
    members: &Members<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let call = operation.request_line();
    let near = returned_type(operation).cloned();
    let BodyShape::Inline(table) = &mut operation.body.shape else { return };
    let mut added: Vec<Property> = Vec::new();
    for sent in sent {
        for name in sent.names() {
            let known = table.iter().chain(&added).any(|row| row.name.eq_ignore_ascii_case(name));
            if !known && let Some(value) = sent.object.get(name) {
                added.push(undocumented(name, value, &sent.source, near.as_ref(), members));
            }
        }
    }
    for row in &added {
        diagnostics.push(Diagnostic::new(
            Code::UndocumentedMember,
            row.source.clone(),
            format!("the example of `{call}` sends `{}`, which no table lists", row.name),
        ));
    }
    table.extend(added);
}

/// Makes a list of the body when lists of what the page names are all that the examples send.
pub(super) fn reconcile_list(
    operation: &mut Operation,
    sent: &[(Value, Source)],
    members: &Members<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let BodyShape::Json(ty) = &mut operation.body.shape else { return };
    if let (Verdict::Shows(list @ TypeRef::Collection(_)), Some((_, source))) =
        (together(sent.iter().map(|(json, _)| judge(ty, json, members))), sent.first())
    {
        let message = format!("the page names {ty} as the body, the example sends several; docbind takes {list}");
        let finding = Diagnostic::new(Code::BodyMismatch, operation.body.source.clone(), message);
        diagnostics.push(finding.related(source.clone(), "the example").help("say that the body is a list"));
        *ty = list;
    }
}

/// Gives a row the spelling and the type that all examples send.
fn settle(
    row: &mut Property,
    sent: &[SentObject],
    members: &Members<'_>,
    call: &str,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let shown: Vec<(&str, &Value, &Source)> = sent
        .iter()
        .filter_map(|sent| {
            let name = sent.names().find(|name| row.name.eq_ignore_ascii_case(name))?;
            Some((name, sent.object.get(name)?, &sent.source))
        })
        .collect();
    let Some((name, _, source)) = shown.first() else { return };
    let mut report = |row: &Property, message: String| {
        let finding = Diagnostic::new(Code::BodyMismatch, row.source.clone(), message);
        diagnostics
            .push(finding.related((*source).clone(), "the example").help("make the table and the example agree"));
    };
    if shown.iter().all(|(other, _, _)| other == name) && *row.name != **name {
        report(
            row,
            format!("the table writes `{}`, the example of `{call}` sends `{name}`; docbind takes `{name}`", row.name),
        );
        row.name = (*name).into();
    }
    if let Verdict::Shows(ty) | Verdict::Widens(ty) =
        together(shown.iter().map(|(_, value, _)| judge(&row.ty, value, members)))
    {
        report(
            row,
            format!(
                "`{}` is {} in the table, the example of `{call}` sends {ty}; docbind takes {ty}",
                row.name, row.ty
            ),
        );
        row.ty = ty;
    }
}

/// The resource named like the only parameter that the examples send.
fn wrapped_type(sent: &[SentObject], members: &Members<'_>) -> Option<TypeRef> {
    members.named_like(sent.first()?.names().next()?)
}

fn mismatch(table: &[Property], sent: &SentObject, message: String) -> Diagnostic {
    let row = table.first().map(|row| row.source.clone()).unwrap_or_default();
    let diagnostic = Diagnostic::new(Code::BodyMismatch, row, message);
    diagnostic.related(sent.source.clone(), "the example").help("make the table and the example agree")
}

/// One row and one value of its shape under another name: the same parameter.
fn rename(table: &mut [Property], sent: &SentObject, members: &Members<'_>, call: &str) -> Option<Diagnostic> {
    let mut names = sent.names();
    let (name, None) = (names.next()?, names.next()) else { return None };
    let value = sent.object.get(name)?;
    let [row] = &*table else { return None };
    if !members.accepts(&row.ty, value) {
        return None;
    }
    let message = format!(
        "the table calls the body's parameter `{}`, the example of `{call}` sends `{name}`; docbind takes `{name}`",
        row.name
    );
    let diagnostic = mismatch(table, sent, message).note(format!("`{}` in the table", row.name));
    let name: std::sync::Arc<str> = name.into();
    if let [row] = table {
        row.name = name;
    }
    Some(diagnostic)
}

/// Rows that are the members of the one value that is sent: the table leaves out the wrapper.
fn wrap(
    table: &mut Vec<Property>,
    sent: &SentObject,
    resource: Option<TypeRef>,
    members: &Members<'_>,
    call: &str,
) -> Option<Diagnostic> {
    let mut names = sent.names();
    let (name, None) = (names.next()?, names.next()) else { return None };
    let value = sent.object.get(name)?;
    let (inner, is_list) = match value {
        Value::Object(inner) => (inner, false),
        Value::Array(items) => (items.first()?.as_object()?, true),
        _ => return None,
    };
    let keys = || inner.keys().map(String::as_str);
    let listed = keys().filter(|key| table.iter().any(|row| row.name.eq_ignore_ascii_case(key))).count();
    if listed * 2 < inner.len() {
        return None;
    }
    let element = resource.filter(|ty| members.fits(ty.element(), keys()));
    let element = element.map_or(TypeRef::UNTYPED, |ty| ty.element().clone());
    let message =
        format!("the table leaves out `{name}`, the object around its rows that the example of `{call}` sends");
    let diagnostic = mismatch(table, sent, message);
    let source = table.first().map_or_else(|| sent.source.clone(), |row| row.source.clone());
    *table = vec![Property {
        name: name.into(),
        ty: if is_list { element.collection() } else { element },
        source: source.by(Rule::Example),
        ..Property::default()
    }];
    Some(diagnostic)
}
