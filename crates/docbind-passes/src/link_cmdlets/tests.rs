use docbind_ir::{Alternative, Code, PathTemplate, Source};

use super::*;

fn operation(method: Method, segments: &[&str], page: &str) -> Operation {
    let segments = segments
        .iter()
        .map(|part| match part.strip_prefix('{') {
            Some(name) => Segment::Parameter(name.into()),
            None => Segment::Literal((*part).into()),
        })
        .collect();
    let source = Source { file: page.into(), line: 9, ..Source::default() };
    let pages = vec![page.into()];
    Operation { source, pages, ..Operation::new(method, PathTemplate { segments }) }
}

fn needs(names: &[&str]) -> PermissionTable {
    let alternatives = names.iter().map(|name| Alternative::one(*name)).collect();
    let requirement = Requirement { status: Status::Supported, alternatives, ..Requirement::default() };
    PermissionTable { schemes: [(Scheme::Application, requirement)].into_iter().collect() }
}

fn cmdlet(name: &str) -> Cmdlet {
    Cmdlet { name: name.to_owned(), keys: vec!["FleetId".into()], ..Cmdlet::default() }
}

fn link(cmdlet: Cmdlet, operations: Vec<Operation>) -> (Api, Vec<Diagnostic>) {
    let mut api = Api { version: "v1.0".to_owned(), cmdlets: vec![cmdlet], operations, ..Api::default() };
    let mut diagnostics = Vec::new();
    link_cmdlets(&mut api, &mut diagnostics);
    (api, diagnostics)
}

fn boats() -> Vec<Operation> {
    vec![
        operation(Method::Put, &["fleets", "{id", "boats"], "api/fleet-put-boats.md"),
        operation(Method::Put, &["harbours", "{id", "boats"], "api/fleet-put-boats.md"),
        operation(Method::Get, &["fleets", "{id", "boats"], "api/fleet-list-boats.md"),
    ]
}

#[test]
fn by_the_documentation_link() {
    let linked = Cmdlet { page: Some("fleet-put-boats".into()), ..cmdlet("Set-FleetBoat") };
    let (api, diagnostics) = link(linked, boats());
    assert_eq!(api.cmdlets[0].operation.as_deref(), Some("PUT /fleets/{id}/boats"));
    assert_eq!(api.operations[0].aliases, ["Set-FleetBoat"]);
    assert_eq!(diagnostics, []);
}

#[test]
fn by_the_type_of_the_body() {
    let ty = "IPaths9xyzabFleetsFleetIdBoatsPutRequestbodyContentApplicationJsonSchema".to_owned();
    let (api, _) = link(Cmdlet { body_type: Some(ty), ..cmdlet("Set-FleetBoat") }, boats());
    assert_eq!(api.cmdlets[0].operation.as_deref(), Some("PUT /fleets/{id}/boats"));
}

#[test]
fn another_version_is_another_operation() {
    let linked =
        Cmdlet { page: Some("fleet-put-boats".into()), version: Some("beta".into()), ..cmdlet("Set-FleetBoat") };
    assert_eq!(link(linked, boats()).0.cmdlets[0].operation, None);
}

#[test]
fn permissions_are_filled_in_or_compared() {
    let linked = Cmdlet {
        page: Some("fleet-put-boats".into()),
        permissions: needs(&["Boat.ReadWrite.All"]),
        outputs: vec!["IMicrosoftGraphBoat".to_owned()],
        ..cmdlet("Set-FleetBoat")
    };
    let (api, diagnostics) = link(linked.clone(), boats());
    assert_eq!(diagnostics, []);
    let filled = api.operations[0].permissions.get(Scheme::Application).unwrap();
    assert_eq!((filled.names().len(), filled.source.rule), (1, Rule::Secondary));
    let mut operations = boats();
    operations[0].permissions = needs(&["Boat.ReadWrite.OwnedBy"]).into();
    let (_, diagnostics) = link(linked, operations);
    assert_eq!(diagnostics.iter().map(|one| one.code).collect::<Vec<_>>(), [Code::SourceConflict]);
}
