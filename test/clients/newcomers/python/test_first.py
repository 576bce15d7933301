from alibabacloud_credentials.client import Client
from alibabacloud_credentials.models import Config


def test_takes_the_role_of_the_instance(alicred_cloud):
    credential = Client(Config(type="ecs_ram_role", role_name="ecs-app")).get_credential()
    assert credential.access_key_id.startswith("STS.")
    assert alicred_cloud.assert_requests(operation="GetCredentials") == 1
