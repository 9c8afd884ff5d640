//! The calls of the v1.0 pages about mail and calendars.

use graph_v1::Client;
use graph_v1::me::PostSendMailBody;
use graph_v1::models::{
    Attendee, AttendeeType, BodyType, DateTimeTimeZone, EmailAddress, Event, Importance, ItemBody, Location, Message,
    Recipient,
};

use super::ADA;
use crate::{Built, Call};

const MESSAGE: &str = "AAMkADhHarborMessage1=";
const EVENT: &str = "AAMkADhHarborEvent1=";
const AS_TEXT: &str = r#"outlook.body-content-type="text""#;

/// Unread messages.
pub fn list_unread(graph: &Client) -> Built {
    graph
        .me()
        .messages()
        .list()
        .select((Message::SUBJECT, Message::RECEIVED_DATE_TIME))
        .filter(Message::IS_READ.eq(false))
        .top(10)
        .build()
}

/// Messages of a folder as text.
pub fn list_folder(graph: &Client) -> Built {
    graph.users().by_id(ADA).mail_folders().by_id("inbox").messages().list().top(1).header("Prefer", AS_TEXT).build()
}

/// Read a message as text.
pub fn get_message(graph: &Client) -> Built {
    let properties = (Message::SUBJECT, Message::BODY);
    graph.me().messages().by_id(MESSAGE).get().select(properties).header("Prefer", AS_TEXT).build()
}

/// Make a draft.
pub fn create_draft(graph: &Client) -> Built {
    let to = EmailAddress::new().address("ben@harborbooks.example").name("Ben Okafor");
    graph.me().messages().post(tides().importance(Importance::High).to_recipients([recipient(to)])).build()
}

/// Mark a message as read.
pub fn mark_as_read(graph: &Client) -> Built {
    graph.me().messages().by_id(MESSAGE).patch(Message::new().is_read(true).categories(["Tides"])).build()
}

/// Delete a message.
pub fn delete_message(graph: &Client) -> Built {
    graph.me().messages().by_id(MESSAGE).delete().build()
}

/// Begin to follow the inbox, two messages a page.
pub fn follow_inbox(graph: &Client) -> Built {
    graph
        .me()
        .mail_folders()
        .by_id("inbox")
        .messages()
        .delta()
        .list()
        .select((Message::SUBJECT, Message::IS_READ))
        .header("Prefer", "odata.maxpagesize=2")
        .build()
}

/// Send a message.
pub fn send_mail(graph: &Client) -> Built {
    let message = tides().to_recipients([recipient(EmailAddress::new().address("ben@harborbooks.example"))]);
    graph.me().send_mail().post(PostSendMailBody::new().message(message).save_to_sent_items(false)).build()
}

fn tides() -> Message {
    let body = ItemBody::new().content_type(BodyType::Text).content("High water at 14:10.");
    Message::new().subject("Tide table").body(body)
}

fn recipient(address: EmailAddress) -> Recipient {
    Recipient::new().email_address(address)
}

/// Next events, in the time zone of the reader.
pub fn list_events(graph: &Client) -> Built {
    graph
        .me()
        .events()
        .list()
        .select((Event::SUBJECT, Event::START, Event::END))
        .orderby(Event::CREATED_DATE_TIME.desc())
        .top(3)
        .header("Prefer", r#"outlook.timezone="W. Europe Standard Time""#)
        .build()
}

/// Read an event.
pub fn get_event(graph: &Client) -> Built {
    graph.me().events().by_id(EVENT).get().select((Event::SUBJECT, Event::LOCATION)).build()
}

/// Make an event with an attendee.
pub fn create_event(graph: &Client) -> Built {
    let time = |time: &str| DateTimeTimeZone::new().date_time(time).time_zone("UTC");
    let ben = EmailAddress::new().address("ben@harborbooks.example").name("Ben Okafor");
    graph
        .me()
        .events()
        .post(
            Event::new()
                .subject("Pilot briefing")
                .start(time("2025-12-01T08:00:00"))
                .end(time("2025-12-01T08:30:00"))
                .location(Location::new().display_name("Pier 3"))
                .attendees([Attendee::new().type_(AttendeeType::Required).email_address(ben)]),
        )
        .build()
}

/// Move an event to another place.
pub fn move_event(graph: &Client) -> Built {
    graph.me().events().by_id(EVENT).patch(Event::new().location(Location::new().display_name("Pier 5"))).build()
}

/// Delete an event.
pub fn delete_event(graph: &Client) -> Built {
    graph.me().events().by_id(EVENT).delete().build()
}

/// Begin to follow December.
pub fn follow_calendar(graph: &Client) -> Built {
    graph.me().calendar_view().delta().list("2025-12-01T00:00:00Z", "2026-01-01T00:00:00Z").build()
}

/// Which example each call stands for.
pub const CALLS: &[Call<Client>] = &[
    Call { page: "api/user-list-messages.md", example: "list_unread_messages", build: list_unread },
    Call { page: "api/user-list-messages.md", example: "list_messages_of_folder", build: list_folder },
    Call { page: "api/message-get.md", example: "get_message_as_text", build: get_message },
    Call { page: "api/user-post-messages.md", example: "create_draft_message", build: create_draft },
    Call { page: "api/message-update.md", example: "update_message_as_read", build: mark_as_read },
    Call { page: "api/message-delete.md", example: "delete_message_by_id", build: delete_message },
    Call { page: "api/message-delta.md", example: "message_delta_inbox", build: follow_inbox },
    Call { page: "api/user-sendmail.md", example: "send_mail_now", build: send_mail },
    Call { page: "api/user-list-events.md", example: "list_next_events", build: list_events },
    Call { page: "api/event-get.md", example: "get_event_by_id", build: get_event },
    Call { page: "api/user-post-events.md", example: "create_event_with_attendee", build: create_event },
    Call { page: "api/event-update.md", example: "update_event_location", build: move_event },
    Call { page: "api/event-delete.md", example: "delete_event_by_id", build: delete_event },
    Call { page: "api/event-delta.md", example: "event_delta_month", build: follow_calendar },
];
