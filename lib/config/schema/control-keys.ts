import { idle } from './places.ts';

/** Keys of a backend, v0.0.8's and ours, that steer MassGen or a tool beside the model. */
const steering: readonly string[] = [
  'cwd',
  'mcp_servers',
  'allowed_tools',
  'disallowed_tools',
  'exclude_tools',
  'permission_mode',
  'max_thinking_tokens',
  'max_turns',
  'workspace',
  'enable_web_search',
  'enable_code_execution',
  'enable_code_interpreter',
];

/**
 * What later versions added. Names as MassGen 0.1.97 lists them among what it never forwards:
 * https://github.com/massgen/MassGen, `docs/source/reference/yaml_schema.rst`
 */
const later = idle(
  'agent_config',
  'agent_id',
  'api_version',
  'audio_generation_backend',
  'audio_generation_model',
  'auto_discover_custom_tools',
  'command_line_allowed_commands',
  'command_line_blocked_commands',
  'command_line_docker_cpu_limit',
  'command_line_docker_credentials',
  'command_line_docker_enable_sudo',
  'command_line_docker_image',
  'command_line_docker_memory_limit',
  'command_line_docker_network_mode',
  'command_line_docker_packages',
  'command_line_execution_mode',
  'concurrent_tool_execution',
  'custom_tools',
  'custom_tools_path',
  'debug_delay_after_n_tools',
  'debug_delay_seconds',
  'direct_mcp_servers',
  'enable_audio_generation',
  'enable_code_based_tools',
  'enable_file_generation',
  'enable_image_generation',
  'enable_mcp_command_line',
  'enable_multimodal_tools',
  'enable_rate_limit',
  'enable_video_generation',
  'enforce_read_before_delete',
  'exclude_custom_tools',
  'exclude_file_operation_mcps',
  'hooks',
  'image_generation_backend',
  'image_generation_model',
  'max_concurrent_tools',
  'model_reasoning_effort',
  'multimodal_config',
  'permissions',
  'session_id',
  'shared_tools_directory',
  'use_default_prompt',
  'video_generation_backend',
  'video_generation_model',
  'vote_only',
  'websocket_mode',
  'write_mode',
);

/** What does nothing in a backend, and what to do instead. */
export const idleBackendKeys: Readonly<Record<string, string>> = {
  ...later,
  fallback: 'Write it beside `backend`, not in it.',
};

/** Whether a key of a backend is for MassGen, and never for the provider. */
export const isControlKey = (key: string): boolean =>
  steering.includes(key) ||
  Object.hasOwn(idleBackendKeys, key) ||
  /^(enable|command_line)_/.test(key);
