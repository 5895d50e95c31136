"""Sound: levels, seams and spectra of what is made; where ears hear it; the track in time."""

import sys
import time
import wave

import numpy as np
import pytest

from assets.errors import InputError
from vr.sound.device import has_sound, open_device
from vr.sound.ears import HEAD_RADIUS, SOUND_SPEED, heard, parted
from vr.sound.mixer import Listener, Mixer
from vr.sound.music import Track, place_in_track, plays_at, read_track
from vr.sound.player import Player, player
from vr.sound.synthesis import CHIME_LEVEL, HUM_LEVEL, RATE, chime, hum

KINDS = ("node", "fan", "tablet")


def dbfs(samples):
    return 20 * np.log10(np.sqrt(np.mean(np.square(samples, dtype=float))) + 1e-12)


def roughest_step(samples):
    """Return the greatest second difference: a click is a corner in the wave."""
    return np.abs(np.diff(np.asarray(samples, float), 2, axis=0)).max()


@pytest.mark.parametrize("kind", KINDS)
def test_hum_is_quiet_even_and_loops_without_a_seam(kind):
    loop = hum(kind)
    assert dbfs(loop) == pytest.approx(HUM_LEVEL, abs=0.01)
    assert np.abs(loop).max() < 0.2
    seconds = loop.reshape(-1, RATE)
    assert np.ptp([dbfs(each) for each in seconds]) < 1.5
    twice = np.concatenate([loop, loop])
    seam = roughest_step(twice[len(loop) - 50 : len(loop) + 50])
    assert seam <= roughest_step(loop)


@pytest.mark.parametrize("kind", KINDS)
def test_hum_is_low_and_has_tones_of_fans(kind):
    power = np.abs(np.fft.rfft(hum(kind))) ** 2
    hertz = np.fft.rfftfreq(len(hum(kind)), 1 / RATE)
    total = power.sum()
    assert power[hertz < 20].sum() < 0.01 * total
    assert power[hertz < 1000].sum() > 0.75 * total
    assert power[hertz > 8000].sum() < 0.03 * total
    strongest = hertz[power.argmax()]
    assert 100 < strongest < 450
    around = np.abs(hertz - strongest) < 20
    assert power.max() > 30 * np.median(power[around])


def test_the_chime_is_soft_and_begins_and_ends_in_silence():
    sound = chime()
    assert 20 * np.log10(np.abs(sound).max()) == pytest.approx(CHIME_LEVEL, abs=0.01)
    assert abs(sound[0]) < 1e-6
    assert np.abs(sound[-20:]).max() < 1e-5
    assert len(sound) < 0.6 * RATE
    steepest = 2 * np.pi * 988 / RATE * 10 ** (CHIME_LEVEL / 20)
    assert np.abs(np.diff(sound)).max() < 1.3 * steepest


def test_a_sound_is_the_sum_of_its_parts():
    loop = hum("fan")
    both = parted(loop, loops=True)
    np.testing.assert_allclose(both.low + both.high, loop, atol=1e-7)


def test_delays_between_the_ears_are_woodworths():
    right = heard([1.0, 0.0, 0.0], np.zeros(3), np.eye(3))
    # Woodworth 1938: a / c (theta + sin theta), 0.66 ms at the side.
    assert right.delay[0] - right.delay[1] == pytest.approx(
        HEAD_RADIUS / SOUND_SPEED * (np.pi / 2 + 1)
    )
    ahead = heard([0.0, 0.0, -1.0], np.zeros(3), np.eye(3))
    assert ahead.delay[0] == ahead.delay[1]
    assert (right.delay >= 0).all()


def test_the_ear_in_the_shadow_hears_less_of_what_is_high():
    # Brown & Duda 1998: 6 dB more at the near ear, about 20 dB less at 150 degrees.
    right = heard([1.0, 0.0, 0.0], np.zeros(3), np.eye(3))
    assert right.brightness[1] == pytest.approx(2.0)
    assert right.brightness[0] < 0.3


def test_a_turned_head_hears_the_room_stay_where_it_is():
    turned = np.array([[0.0, 0, 1], [0, 1, 0], [-1, 0, 0]])  # looks along -x
    seen = heard([-1.0, 0.0, 0.0], np.zeros(3), turned)
    assert seen.delay[0] == pytest.approx(seen.delay[1])
    near, far = (heard([0, 0, -away], np.zeros(3), np.eye(3)).gain[0] for away in (1.0, 2.0))
    assert near == pytest.approx(2 * far)


def mixed(mixer, blocks, count=960, pose=lambda _number: np.eye(3)):
    heard_all = []
    for number in range(blocks):
        old = mixer.listener
        mixer.listener = Listener(np.zeros(3), pose(number), old.t, old.pace, old.stamp)
        heard_all.append(mixer.block(count, number * count / RATE))
    return np.concatenate(heard_all)


def test_the_mix_comes_up_softly_and_stays_quiet():
    sound = mixed(Mixer(), 150)
    assert np.abs(sound[:480]).max() < 1e-3
    assert -40 < dbfs(sound[2 * RATE :]) < -22


def test_a_head_that_turns_hears_no_click():
    def pose(number):
        angle = 0.12 * number  # 340 degrees a second
        return np.array(
            [
                [np.cos(angle), 0, np.sin(angle)],
                [0, 1, 0],
                [-np.sin(angle), 0, np.cos(angle)],
            ]
        )

    still, turning = mixed(Mixer(), 200)[RATE * 2 :], mixed(Mixer(), 200, pose=pose)[RATE * 2 :]
    assert roughest_step(turning) < 2.0 * roughest_step(still)


def test_a_chime_is_louder_in_the_ear_it_is_nearer_to():
    asked, plain = Mixer(), Mixer()
    mixed(asked, 100)
    mixed(plain, 100)
    asked.asked.append((1.0, 0.0, 0.0))
    sound, quiet = mixed(asked, 10), mixed(plain, 10)
    alone = sound - quiet
    assert dbfs(alone[:, 1]) > dbfs(alone[:, 0]) + 2
    assert dbfs(alone) > dbfs(quiet) - 3


def ramp_track(seconds=60):
    """Return a track whose left side says at which sample it is."""
    at = np.arange(seconds * RATE)
    return Track(np.stack([at % 32768, at // 32768], axis=-1).astype(np.int16))


class _Alone(Mixer):
    """The track alone, without hum."""

    def __init__(self, track):
        super().__init__(track)
        self._voices = []
        self._opening = 1.0


def place_heard(block):
    value = block[-1] / 0.7 * 32768.0
    return round(float(value[0])) + 32768 * round(float(value[1]))


def test_the_track_begins_at_t_minus_30_and_runs_with_the_ten_times_film():
    assert place_in_track(-30.0) == 0.0
    assert place_in_track(870.0) == 90.0
    assert plays_at(10.0)
    assert not plays_at(1.0)
    assert not plays_at(0.0)


def test_the_track_follows_pause_and_seeking_without_a_click():
    mixer = _Alone(ramp_track())
    mixer.listener = Listener(np.zeros(3), np.eye(3), 0.0, 10.0, 0.0)
    first = [mixer.block(960, n * 0.02) for n in range(10)]
    assert place_heard(first[-1]) == pytest.approx(3.0 * RATE + 9599, abs=2)
    mixer.listener = Listener(np.zeros(3), np.eye(3), 2.0, 0.0, 0.2)
    held = [mixer.block(960, 0.2 + n * 0.02) for n in range(5)]
    assert np.abs(held[1]).max() == 0.0
    mixer.listener = Listener(np.zeros(3), np.eye(3), 200.0, 10.0, 0.3)
    sought = [mixer.block(960, 0.3 + n * 0.02) for n in range(10)]
    assert place_heard(sought[-1]) == pytest.approx((23.0 + 0.2) * RATE - 1, abs=2)
    assert np.abs(np.diff(held[0][:, 1])).max() < 0.01


def test_at_real_time_the_track_is_silent():
    mixer = _Alone(ramp_track())
    mixer.listener = Listener(np.zeros(3), np.eye(3), 0.0, 1.0, 0.0)
    assert np.abs(mixer.block(4800, 0.0)).max() == 0.0


def test_a_track_is_read_in_the_background(tmp_path):
    path = tmp_path / "music.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(24000)
        file.writeframes((np.full(24000, 16384, np.int16)).tobytes())
    track = read_track(path)
    until = time.monotonic() + 10
    while not len(track.samples) and time.monotonic() < until:
        time.sleep(0.01)
    assert len(track.samples) == pytest.approx(RATE, abs=100)
    assert track.part(1000, 10) == pytest.approx(0.5, abs=0.01)
    assert track.part(-20, 10).max() == 0.0


def test_a_track_that_is_not_there_or_no_music_is_named(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        read_track(tmp_path / "none.mp3")
    bad = tmp_path / "bad.mp3"
    bad.write_text("not music")
    with pytest.raises(InputError, match="WAV, FLAC, MP3"):
        player(bad)


def test_the_null_device_plays_from_a_thread_of_its_own_and_no_call_waits():
    import miniaudio

    mixer = Mixer()
    device = open_device(mixer, [miniaudio.Backend.NULL])
    assert device is not None
    playing = Player(mixer, device)
    began = time.monotonic()
    for _ in range(1000):
        playing.follow(np.zeros(3), np.eye(3), 1.0, 10.0)
        playing.confirm(np.array([0.0, 0.0, -1.0]))
        playing.confirm()
    assert time.monotonic() - began < 0.5
    until = time.monotonic() + 5
    while mixer.asked and time.monotonic() < until:
        time.sleep(0.01)
    assert not mixer.asked
    playing.close()
    playing.close()
    assert not playing.is_heard


def test_no_device_is_no_error_and_silence_has_the_same_face():
    for quiet in (player(silent=True), Player()):
        quiet.follow(np.zeros(3), np.eye(3), 0.0, 1.0)
        quiet.confirm()
        quiet.close()
        assert not quiet.is_heard
    player().close()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="cards are listed there on Linux")
def test_a_machine_without_card_or_server_is_not_asked_for_sound(tmp_path, monkeypatch):
    monkeypatch.delenv("PULSE_SERVER", raising=False)
    cards = tmp_path / "cards"
    assert not has_sound(cards, None)
    cards.write_text("--- no soundcards ---\n")
    assert not has_sound(cards, str(tmp_path))
    cards.write_text(" 0 [PCH            ]: HDA-Intel - HDA Intel PCH\n")
    assert has_sound(cards, None)
    (tmp_path / "pulse").mkdir()
    (tmp_path / "pulse" / "native").touch()
    assert has_sound(tmp_path / "none", str(tmp_path))


def test_a_block_is_made_in_a_tenth_of_the_time_it_lasts():
    mixer = Mixer()
    mixer.block(1920, 0.0)
    took = []
    for number in range(30):
        began = time.perf_counter()
        mixer.block(1920, number * 0.04)
        took.append(time.perf_counter() - began)
    assert np.median(took) < 0.1 * 1920 / RATE
