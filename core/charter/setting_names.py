"""Settings and facts by name, and the choices of those that have few: what forms and lists of them show."""

from __future__ import annotations

from collections.abc import Mapping

from core.base.phrase import P, Phrase

SETTING_NAMES: Mapping[str, Phrase] = {
    "task.minutes": P("Minutes to answer a task"),
    "bulletin.minutes": P("Minutes to acknowledge a notice"),
    "reply.minutes": P("Minutes to answer a question or issue"),
    "done.hours": P("Hours to finish a task that names no time"),
    "activity.minutes": P("Minutes to answer a roll call"),
    "flood.count": P("Flooding: messages in a row"),
    "flood.seconds": P("Flooding: within seconds"),
    "repeat.count": P("Repeating: times"),
    "repeat.seconds": P("Repeating: within seconds"),
    "image.count": P("Too many images: number"),
    "image.seconds": P("Too many images: within seconds"),
    "busy.speakers": P("Images while many talk: speakers"),
    "busy.seconds": P("Images while many talk: within seconds"),
    "voice.count": P("Voice in a row: number"),
    "voice.seconds": P("Voice in a row: within seconds"),
    "red_packet.rounding": P("The growing amount adds a step"),
    "red_packet.start": P("The growing amount starts when"),
    "red_packet.fen": P("Red packet without an amount in the text: fen (100 fen = 1 yuan)"),
    "red_packet.shares": P("Red packet: number of shares"),
    "red_packet.minutes": P("Red packet: minutes to send it"),
    "apology.minutes": P("How many minutes “on the spot” lasts for an apology"),
    "mute.minutes": P("How many minutes a mute lasts"),
    "strikes.expire.days": P("After how many days a strike lapses"),
    "strikes.reset.days": P("After how many days without another breach all strikes lapse"),
    "heads": P("Heads of departments: department and id"),
    "work.hours": P("Working hours"),
    "rest": P("Rest days"),
    "company": P("Names of the company"),
    "topic": P("What the group is about"),
    "own.brands": P("Own brands and products"),
    "other.brands": P("Other companies' brands"),
    "required.members": P("Who must be in the group"),
    "invite.approved": P("Whose invitation was approved"),
    "duty.hours": P("Hours to see to a duty"),
    "appeal.hours": P("Hours to answer an appeal"),
    "trusted.domains": P("Trusted web sites"),
    "directory": P("Directory: id, name and company of each person"),
    "session": P("Sharing sessions: from and to"),
    "restricted": P("Times with special rules: from and to"),
    "leave": P("Who is on leave, from and to"),
    "permit.ads": P("Who may advertise, from and to"),
    "owner": P("Owner"),
    "leaders": P("Leaders"),
    "type.employee": P("Staff"),
    "type.agent": P("Agents"),
    "type.partner": P("Partners"),
    "type.customer": P("Customers"),
    "type.shareholder": P("Shareholders"),
    "type.guest": P("Guests"),
    "type.chamber-member": P("Chamber members"),
}
SETTING_CHOICES: Mapping[str, tuple[tuple[str, Phrase], ...]] = {
    "red_packet.rounding": (
        ("floor", P("after each full step of time")),
        ("ceil", P("as soon as a step of time begins")),
    ),
    "red_packet.start": (
        ("notified", P("the person was told")),
        ("confirmed", P("the violation is confirmed")),
        ("breach", P("the breach happens")),
    ),
    "rest": (
        ("cn", P("Chinese calendar with moved working days")),
        ("weekend", P("Saturdays and Sundays")),
        ("none", P("none")),
    ),
}


def setting_name(key: str) -> Phrase:
    """A key that has no name stands as written."""
    return SETTING_NAMES.get(key) or Phrase(key)
