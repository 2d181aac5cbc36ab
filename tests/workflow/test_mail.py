"""One message a person with all new lines, once; a mail server that is down leaves them for the next run."""

from typing import Any

import pytest
from django.core import mail

from anpr_governance.database import clock
from anpr_governance.workflow import notices
from anpr_governance.workflow.mail import send_digests
from anpr_governance.workflow.models import Notice
from tests.make.people import World

pytestmark = pytest.mark.django_db


def test_a_person_gets_all_new_lines_in_one_message_once() -> None:
    world = World()
    for key in ("a", "b"):
        notices.write([world.manager, world.lead], world.organisation, "duty", key, f"Annual reviews: {key}")
    assert send_digests(clock.now()) == 2
    assert send_digests(clock.now()) == 0
    (mine,) = [message for message in mail.outbox if message.to == [world.manager.email]]
    assert "Annual reviews: a" in mine.body
    assert "Annual reviews: b" in mine.body


def test_lines_wait_while_the_mail_server_is_away(settings: Any) -> None:
    world = World()
    notices.write([world.manager], world.organisation, "duty", "a", "Annual reviews: 3")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with pytest.raises(OSError):
        send_digests(clock.now())
    assert Notice.objects.filter(mailed_at=None).count() == 1
