use docbind_ir::{Cmdlet, Scheme};

use super::*;

const HELP: &str = "---\nexternal help file: Fleet-Help.xml\nModule Name: Contoso.Fleet\ntitle: Set-FleetBoat\n---\n\n\
    # Set-FleetBoat\n\n## SYNOPSIS\n\nReplaces the boats.\n\n## SYNTAX\n\n### SetExpanded (Default)\n\n\
    ```\nSet-FleetBoat -FleetId <string> [-AdditionalProperties <hashtable>]\n [-Boats <IMicrosoftGraphBoat[]>] [-Break] [<CommonParameters>]\n```\n\n\
    ### Set\n\n```\nSet-FleetBoat -FleetId <string> -BodyParameter <IPaths9xyzabFleetsFleetIdBoatsPutRequestbodyContentApplicationJsonSchema>\n [-Break] [<CommonParameters>]\n```\n\n\
    ### SetViaIdentity\n\n```\nSet-FleetBoat -InputObject <IFleetIdentity> -BodyParameter <IPaths9xyzabFleetsFleetIdBoatsPutRequestbodyContentApplicationJsonSchema> [<CommonParameters>]\n```\n\n\
    ## ALIASES\n\nOther names,\n  Set-Boat\n  {{Insert list of aliases}}\n\n## DESCRIPTION\n\nReplaces the boats.\n\n**Permissions**\n\n\
    | Permission type | Permissions (from least to most privileged) |\n|---|---|\n\
    | Delegated (work or school account) | Boat.ReadWrite.All,  |\n| Delegated (personal Microsoft account) | Not supported |\n\
    | Application | Boat.ReadWrite.OwnedBy, Boat.ReadWrite.All,  |\n\n## EXAMPLES\n\n### EXAMPLE 1\n\nImport-Module Contoso.Fleet\n\n\
    $params = @{\n\tboats = @()\n}\n\nSet-FleetBoat -FleetId $id -BodyParameter $params\n\n## PARAMETERS\n\n### -Boats\n\n.\n\n\
    ## OUTPUTS\n\n### Contoso.Models.IMicrosoftGraphBoat\n\n{{ Fill in the Description }}\n\n## RELATED LINKS\n\n\
    - [](https://example.com/powershell/module/contoso.fleet/set-fleetboat)\n- [](https://example.com/graph/api/Fleet-Put-Boats?view=graph-rest-beta)\n";

fn read(markdown: &str) -> Option<Cmdlet> {
    let (page, _) = crate::parse("help/set-fleetboat.md".into(), markdown, &());
    cmdlet(&page, &SetContext::default())
}

#[test]
fn a_help_page() {
    let cmdlet = read(HELP).unwrap();
    assert_eq!((&*cmdlet.name, cmdlet.module.as_deref()), ("Set-FleetBoat", Some("Contoso.Fleet")));
    assert_eq!(cmdlet.aliases, ["Set-Boat"]);
    assert_eq!((cmdlet.page.as_deref(), cmdlet.version.as_deref()), (Some("fleet-put-boats"), Some("beta")));
    assert_eq!(cmdlet.request.as_deref(), Some("PUT /fleets/{fleet-id}/boats"));
    let sets: Vec<_> = cmdlet.parameter_sets.iter().map(|set| (&*set.name, set.is_default)).collect();
    assert_eq!(sets, [("SetExpanded", true), ("Set", false), ("SetViaIdentity", false)]);
    assert_eq!(cmdlet.keys.iter().map(|key| &**key).collect::<Vec<_>>(), ["FleetId"]);
    let body: Vec<_> = cmdlet.body.iter().map(|one| format!("{} {}", one.name, one.ty)).collect();
    assert_eq!(body, ["boats Collection(boat?)"]);
    let application = cmdlet.permissions.get(Scheme::Application).unwrap();
    assert_eq!(
        application.names().iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["Boat.ReadWrite.OwnedBy", "Boat.ReadWrite.All"]
    );
    assert_eq!(application.source.rule, Rule::Secondary);
    assert_eq!(cmdlet.outputs, ["Contoso.Models.IMicrosoftGraphBoat"]);
    let [example] = cmdlet.examples.as_slice() else { panic!("{:?}", cmdlet.examples) };
    assert!(example.code.starts_with("Import-Module") && example.code.ends_with("-BodyParameter $params"));
}

#[test]
fn other_pages_are_no_help() {
    assert_eq!(read("# Set-Theory\n\nIt is about sets.\n"), None);
    assert_eq!(read(&HELP.replace("# Set-FleetBoat\n", "# How to set boats\n")), None);
}
