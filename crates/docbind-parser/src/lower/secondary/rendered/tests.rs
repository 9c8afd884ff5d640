use docbind_ir::{BodyShape, Diagnostic, Operation, Rule, Scheme};

use crate::lower::{SetContext, lower};

const TEXT: &str = "Replace the boats\n\nNamespace: contoso.fleet\n\nImportant\n\nBoats sink at times.\n\nReplaces all boats of a fleet.\n\n\
    This API is available in the following national cloud deployments.\n\n\
    Global service US Government L4 US Government L5 (DOD) China operated by 21Vianet\n\n\
    Permissions\n\nPermission type Least privileged permissions Higher privileged permissions\n\
    Delegated (work or school account) Boat.ReadWrite.All Not available.\n\
    Delegated (personal Microsoft account) Not supported. Not supported.\n\
    Application Boat.ReadWrite.OwnedBy Boat.ReadWrite.All, Fleet.ReadWrite.All\n\n\
    To launch boats, the calling user must also be assigned at least the Harbour Master or Fleet Admin directory role.\n\n\
    HTTP request\n\nPUT /fleets/{id}/boats\n\nRequest headers\n\nName Description\nAuthorization Bearer {token}\nPrefer How to answer.\n\n\
    Request body\n\nIn the request body, provide a JSON object with the following parameters.\n\n\
    Parameter Type Description\nvalue boat collection The boats to keep.\n\n\
    Response\n\nIf successful, this method returns a 204 No Content response code.\n\n\
    Example\n\nRequest\n\nThe following example shows a request.\n\n\
    PUT https://graph.microsoft.com/beta/fleets/{id}/boats\nContent-type: application/json\n\n{\n    \"value\": [\n        { \"name\": \"}Ada\" }\n    ]\n}\n\n\
    Response\n\nThe following example shows the response.\n\nHTTP/1.1 204 No Content";

fn read(text: &str) -> (Vec<Operation>, Vec<Diagnostic>) {
    let set = SetContext {
        version: "beta".to_owned(),
        namespace: "contoso.fleet".to_owned(),
        base: crate::Base::new("https://graph.microsoft.com/beta"),
        ..SetContext::default()
    };
    let (page, _) = crate::parse("rendered.txt".into(), text, &());
    let (facts, findings) = lower(&page, &set);
    (facts.operations, findings)
}

#[test]
fn the_text_of_a_page() {
    let (operations, findings) = read(TEXT);
    assert_eq!(findings, []);
    let [operation] = operations.as_slice() else { panic!("{operations:#?}") };
    assert_eq!(format!("{} {}", operation.method, operation.path), "PUT /fleets/{id}/boats");
    assert_eq!(
        (&*operation.title, &*operation.description),
        (
            "Replace the boats",
            "Replaces all boats of a fleet.\n\nThis API is available in the following national cloud deployments."
        )
    );
    let needs = |scheme| {
        let requirement = operation.permissions.get(scheme).unwrap();
        let show = |one: &docbind_ir::Alternative| {
            format!("{}{}", one.permissions.join("+"), if one.least { "!" } else { "" })
        };
        requirement.alternatives.iter().map(show).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(needs(Scheme::DelegatedWork), "Boat.ReadWrite.All!");
    assert_eq!(needs(Scheme::DelegatedPersonal), "");
    assert_eq!(needs(Scheme::Application), "Boat.ReadWrite.OwnedBy! Boat.ReadWrite.All Fleet.ReadWrite.All");
    let roles: Vec<_> = operation.roles.iter().map(|role| (&*role.name, role.scenario.as_deref())).collect();
    assert_eq!(roles, [("Harbour Master", Some("To launch boats")), ("Fleet Admin", Some("To launch boats"))]);
    let clouds = operation.clouds.as_deref().unwrap();
    assert_eq!((clouds.available.len(), clouds.unavailable.len(), clouds.unsaid.len()), (0, 0, 4));
    assert_eq!(operation.headers.iter().map(|header| &*header.name).collect::<Vec<_>>(), ["Prefer"]);
    let BodyShape::Inline(body) = &operation.body.shape else { panic!("{:?}", operation.body) };
    assert_eq!(
        body.iter().map(|one| format!("{} {}", one.name, one.ty)).collect::<Vec<_>>(),
        ["value Collection(boat?)"]
    );
    assert_eq!(operation.responses.iter().map(|response| response.status).collect::<Vec<_>>(), [204]);
    assert_eq!(operation.examples.len(), 1);
    assert_eq!(operation.source.rule, Rule::Secondary);
}

#[test]
fn an_article_is_no_operation() {
    assert!(read("Boats\n\nPermissions\n\nYou need some.\n\nHTTP request is what you send.\n").0.is_empty());
}
