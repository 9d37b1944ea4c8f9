"""A subject's next event leaves only when the one before has arrived."""

from hypothesis import given
from hypothesis import strategies as st

from chassis.publisher import Outgoing
from chassis.relay import waves


@given(st.lists(st.sampled_from("abcd"), max_size=60))
def test_waves_hold_one_event_of_a_subject_and_lose_none(subjects: list[str]) -> None:
    batch = [Outgoing(n, "loaf.turned.v1", subject, "{}") for n, subject in enumerate(subjects)]
    sent = list(waves(batch))
    assert all(len({event.subject for event in wave}) == len(wave) for wave in sent)
    for subject in set(subjects):
        mine = [event.position for wave in sent for event in wave if event.subject == subject]
        assert mine == [event.position for event in batch if event.subject == subject]
