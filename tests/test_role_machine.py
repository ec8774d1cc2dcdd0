"""A thousand random steps; ten thousand are run by `python -m tests.benchmarks.roles --machine`."""

from hypothesis import HealthCheck, settings

from tests.role_machine import RoleMachine

TestRoles = RoleMachine.TestCase
TestRoles.settings = settings(
    max_examples=20,
    stateful_step_count=50,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
