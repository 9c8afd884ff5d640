use super::*;

/// The alternatives as text: `A+B | C {scenario} *`.
fn read(cell: &str) -> String {
    let show = |alternative: &Alternative| {
        let mut text = alternative.permissions.join("+");
        for condition in &alternative.conditions {
            match condition.kind {
                ConditionKind::Unclear => {
                    let mark =
                        condition.text.strip_prefix("marked ").map_or_else(|| format!("?{condition}"), str::to_owned);
                    text.insert_str(alternative.permissions.join("+").len(), &mark);
                }
                _ => text.push_str(&format!(" {{{condition}}}")),
            }
        }
        text
    };
    permission_cell(cell).alternatives.iter().map(show).collect::<Vec<_>>().join(" | ")
}

#[test]
fn comma_lists() {
    assert_eq!(read("Mail.Read, Mail.ReadWrite"), "Mail.Read | Mail.ReadWrite");
    assert_eq!(read(" Mail.Read ,Mail.ReadWrite, , Mail.Send,"), "Mail.Read | Mail.ReadWrite | Mail.Send");
    assert_eq!(read("Mail.Read; Mail.Send."), "Mail.Read | Mail.Send");
    assert_eq!(read("Mail.Read, Mail.Read"), "Mail.Read");
}

#[test]
fn space_instead_of_comma() {
    assert_eq!(read("Mail.ReadWrite.All Mail.Read.All"), "Mail.ReadWrite.All | Mail.Read.All");
}

#[test]
fn markup_around_names() {
    assert_eq!(read("`Mail.Read`, **Mail.Send**, [Mail.ReadWrite](x.md)"), "Mail.Read | Mail.Send | Mail.ReadWrite");
}

#[test]
fn names_with_dashes_and_lower_case() {
    assert_eq!(
        read("User-LifeCycleInfo.Read.All, eDiscovery.Read.All, AppRegistration.Create"),
        "User-LifeCycleInfo.Read.All | eDiscovery.Read.All | AppRegistration.Create"
    );
}

#[test]
fn and_joins_or_separates() {
    assert_eq!(read("A.Read and B.Read, C.Read and B.Read"), "A.Read+B.Read | C.Read+B.Read");
    assert_eq!(read("A.Read or B.Read or C.Read"), "A.Read | B.Read | C.Read");
    assert_eq!(read("A.Read, B.Read, or C.Read"), "A.Read | B.Read | C.Read");
    assert_eq!(read("A.Read, B.Read, and C.Read"), "A.Read | B.Read | C.Read");
}

#[test]
fn a_closing_and_joins_unrelated_permissions_and_lists_related_ones() {
    assert_eq!(
        read("Policy.Read.All, Policy.ReadWrite.Access and Application.Read.All"),
        "Policy.Read.All+Policy.ReadWrite.Access+Application.Read.All"
    );
    assert_eq!(
        read("Member.ReadWrite.All, Group.ReadWrite.All and Directory.ReadWrite.All"),
        "Member.ReadWrite.All | Group.ReadWrite.All | Directory.ReadWrite.All"
    );
    assert_eq!(
        read("User.Read, User.ReadBasic.All and User.Read.All"),
        "User.Read | User.ReadBasic.All | User.Read.All"
    );
}

#[test]
fn plus_needs_both_sides() {
    assert_eq!(
        read("One from A.Read, B.Read plus either C.Read or D.Read"),
        "A.Read+C.Read | A.Read+D.Read | B.Read+C.Read | B.Read+D.Read"
    );
    assert_eq!(read("A.Read, B.Read plus C.Read"), "A.Read+C.Read | B.Read+C.Read");
}

#[test]
fn conjunctions_in_every_spelling() {
    for cell in [
        "A.Read and B.Read",
        "A.Read & B.Read",
        "A.Read &amp; B.Read",
        "A.Read + B.Read",
        "A.Read+B.Read",
        "A.Read&B.Read",
        "Both A.Read and B.Read",
        "Both A.Read, and B.Read",
        "Both A.Read, B.Read",
        "All of: A.Read, B.Read",
        "All of the following:<ul><li>A.Read</li><li>B.Read</li></ul>",
        "All of the following:<br/>- A.Read",
        "A.Read<br>and<br>B.Read",
        "A.Read and<br/>B.Read",
        "A.Read<br/>+ B.Read",
        "A.Read, B.Read (both are required)",
        "A.Read and also B.Read",
        "A.Read together with B.Read",
        "A.Read along with B.Read",
        "A.Read as well as B.Read",
        "A.Read in addition to B.Read",
        "A.Read (preview) and B.Read",
    ] {
        let expected = if cell.ends_with("- A.Read") { "A.Read" } else { "A.Read+B.Read" };
        assert_eq!(read(cell), expected, "{cell}");
    }
    assert_eq!(read("A.Read and either B.Read or C.Read"), "A.Read+B.Read | A.Read+C.Read");
    assert_eq!(read("A.Read, B.Read<br/>and<br/>C.Read"), "A.Read+C.Read | B.Read+C.Read");
    assert_eq!(read("A.Read + B.Read, C.Read + D.Read"), "A.Read+B.Read | C.Read+D.Read");
    assert_eq!(read("One of the following:<br/>A.Read<br/>B.Read"), "A.Read | B.Read");
    assert_eq!(read("A.Read for boats and B.Read for rafts"), "A.Read {boats} | B.Read {rafts}");
}

#[test]
fn words_that_neither_join_nor_separate_leave_it_open() {
    let unclear = "unclear whether it suffices: whereas";
    assert_eq!(read("A.Read whereas B.Read"), format!("A.Read?{unclear} | B.Read?{unclear}"));
    assert_eq!(read("A.Read and whatever"), "A.Read?unclear whether it suffices: and whatever");
    assert_eq!(read("Whatever and A.Read"), "A.Read?unclear whether it suffices: Whatever and");
    assert_eq!(permission_cell("A.Read B.Read").unseparated, [("A.Read".to_owned(), "B.Read".to_owned())]);
}

#[test]
fn labelled_lines() {
    assert_eq!(
        read(
            "For **user** resource:<br/>User.Read, User.ReadWrite<br /><br />For **group** resource:<br />Group.Read.All"
        ),
        "User.Read {For user resource} | User.ReadWrite {For user resource} | Group.Read.All {For group resource}"
    );
    assert_eq!(read("In teams: A.Read<br/>In channels: B.Read"), "A.Read {In teams} | B.Read {In channels}");
    assert_eq!(read("For user: A.Read. For device: B.Read"), "A.Read {For user} | B.Read {For device}");
    assert_eq!(read("A.Read, B.Read </br>C.Read"), "A.Read | B.Read | C.Read");
}

#[test]
fn a_label_may_say_not_supported() {
    let cell = permission_cell("For **chat**: Not supported.<br/><br/>For **channel**: A.Read*");
    assert_eq!(cell.verdict, Verdict::Listed);
    assert_eq!(cell.notes, ["For chat: Not supported"]);
    assert_eq!(read("For **chat**: Not supported.<br/><br/>For **channel**: A.Read*"), "A.Read* {For channel}");
}

#[test]
fn a_limit_behind_the_name() {
    assert_eq!(
        read("A.Update for a chat message.</br>B.Update for a channel message."),
        "A.Update {chat message} | B.Update {channel message}"
    );
}

#[test]
fn footnote_stars() {
    assert_eq!(read("Chat.Read.Group*, Chat.Read.All\\*, Chat.Read"), "Chat.Read.Group* | Chat.Read.All* | Chat.Read");
}

#[test]
fn fixed_phrases() {
    for (cell, verdict) in [
        ("Not supported.", Verdict::NotSupported),
        ("Not Supported", Verdict::NotSupported),
        ("`Not supported`", Verdict::NotSupported),
        ("Not available.", Verdict::NotAvailable),
        ("None.", Verdict::NotAvailable),
        ("n/a", Verdict::NotAvailable),
        ("Not applicable", Verdict::NotAvailable),
        ("No permissions required.", Verdict::NotNeeded),
        ("**TODO: Determine scopes **", Verdict::Todo),
        ("", Verdict::Empty),
        ("Ask your administrator", Verdict::Unreadable),
    ] {
        assert_eq!(permission_cell(cell).verdict, verdict, "{cell}");
    }
}

#[test]
fn prose_around_a_name_is_kept() {
    let cell = permission_cell("Permission required to [create it](create.md) or Item.Read.All (see below).");
    assert_eq!(cell.alternatives, [Alternative::one("Item.Read.All")]);
    assert_eq!(cell.notes, ["Permission required to create it or Item.Read.All (see below)."]);
}

#[test]
fn a_space_instead_of_a_dot() {
    let cell = permission_cell("User.Read.All, Directory.Read.All, Directory AccessAsUser.All");
    assert_eq!(cell.repaired, ["Directory AccessAsUser.All"]);
    assert_eq!(cell.alternatives.last(), Some(&Alternative::one("Directory.AccessAsUser.All")));
}

#[test]
fn hostile_cells_end() {
    for cell in [
        "plus plus plus",
        "and,or;/",
        ":::",
        "A.B:",
        &"A.B, ".repeat(5000),
        &"A.B plus ".repeat(3000),
        "<br><br>",
        "*",
        "[](",
    ] {
        let _ = permission_cell(cell);
    }
}
