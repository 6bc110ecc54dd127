/**
 * The bodies of the requests we send, as the OpenAPI of Prefect 3.8.8 has them: of each only what we write.
 * Made by openapi-typescript 7.13.0 (`--default-non-nullable=false`) from a document cut to these schemas; not edited by hand.
 * An unknown key beside the filters is silently ignored by Prefect and the answer unfiltered: these types make it an error here.
 */
export interface components {
  schemas: {
    Body_read_deployments_deployments_filter_post: {
      offset?: number
      sort?: components['schemas']['DeploymentSort']
      limit?: number
    }
    Body_read_flow_runs_flow_runs_filter_post: {
      sort?: components['schemas']['FlowRunSort']
      offset?: number
      flows?: components['schemas']['FlowFilter'] | null
      flow_runs?: components['schemas']['FlowRunFilter'] | null
      limit?: number
    }
    Body_read_flows_flows_filter_post: {
      offset?: number
      sort?: components['schemas']['FlowSort']
      limit?: number
    }
    Body_read_logs_logs_filter_post: {
      offset?: number
      logs?: components['schemas']['LogFilter'] | null
      sort?: components['schemas']['LogSort']
      limit?: number
    }
    Body_read_task_runs_task_runs_filter_post: {
      sort?: components['schemas']['TaskRunSort']
      offset?: number
      task_runs?: components['schemas']['TaskRunFilter'] | null
      limit?: number
    }
    Body_read_work_pools_work_pools_filter_post: {
      offset?: number
      limit?: number
    }
    DeploymentSort: 'CREATED_DESC' | 'UPDATED_DESC' | 'NAME_ASC' | 'NAME_DESC'
    FlowFilter: {
      id?: components['schemas']['FlowFilterId'] | null
    }
    FlowFilterId: {
      any_?: string[] | null
      not_any_?: string[] | null
    }
    FlowRunFilter: {
      id?: components['schemas']['FlowRunFilterId'] | null
      name?: components['schemas']['FlowRunFilterName'] | null
      tags?: components['schemas']['FlowRunFilterTags'] | null
      deployment_id?: components['schemas']['FlowRunFilterDeploymentId'] | null
      state?: components['schemas']['FlowRunFilterState'] | null
      end_time?: components['schemas']['FlowRunFilterEndTime'] | null
      expected_start_time?: components['schemas']['FlowRunFilterExpectedStartTime'] | null
      parent_flow_run_id?: components['schemas']['FlowRunFilterParentFlowRunId'] | null
      parent_task_run_id?: components['schemas']['FlowRunFilterParentTaskRunId'] | null
    }
    FlowRunFilterDeploymentId: {
      any_?: string[] | null
      is_null_?: boolean | null
    }
    FlowRunFilterEndTime: {
      before_?: string | null
      after_?: string | null
      is_null_?: boolean | null
    }
    FlowRunFilterExpectedStartTime: {
      before_?: string | null
      after_?: string | null
    }
    FlowRunFilterId: {
      any_?: string[] | null
      not_any_?: string[] | null
    }
    FlowRunFilterName: {
      any_?: string[] | null
      like_?: string | null
    }
    FlowRunFilterParentFlowRunId: {
      any_?: string[] | null
    }
    FlowRunFilterParentTaskRunId: {
      any_?: string[] | null
      is_null_?: boolean | null
    }
    FlowRunFilterState: {
      type?: components['schemas']['FlowRunFilterStateType'] | null
      name?: components['schemas']['FlowRunFilterStateName'] | null
    }
    FlowRunFilterStateName: {
      any_?: string[] | null
      not_any_?: string[] | null
    }
    FlowRunFilterStateType: {
      any_?: components['schemas']['StateType'][] | null
      not_any_?: components['schemas']['StateType'][] | null
    }
    FlowRunFilterTags: {
      all_?: string[] | null
      any_?: string[] | null
      is_null_?: boolean | null
    }
    FlowRunSort: 'ID_DESC' | 'START_TIME_ASC' | 'START_TIME_DESC' | 'EXPECTED_START_TIME_ASC' | 'EXPECTED_START_TIME_DESC' | 'NAME_ASC' | 'NAME_DESC' | 'NEXT_SCHEDULED_START_TIME_ASC' | 'END_TIME_DESC'
    FlowSort: 'CREATED_DESC' | 'UPDATED_DESC' | 'NAME_ASC' | 'NAME_DESC'
    LogFilter: {
      level?: components['schemas']['LogFilterLevel'] | null
      timestamp?: components['schemas']['LogFilterTimestamp'] | null
      flow_run_id?: components['schemas']['LogFilterFlowRunId'] | null
      task_run_id?: components['schemas']['LogFilterTaskRunId'] | null
    }
    LogFilterFlowRunId: {
      any_?: string[] | null
    }
    LogFilterLevel: {
      ge_?: number | null
      le_?: number | null
    }
    LogFilterTaskRunId: {
      any_?: string[] | null
      is_null_?: boolean | null
    }
    LogFilterTimestamp: {
      before_?: string | null
      after_?: string | null
    }
    LogSort: 'TIMESTAMP_ASC' | 'TIMESTAMP_DESC'
    StateType: 'SCHEDULED' | 'PENDING' | 'RUNNING' | 'COMPLETED' | 'FAILED' | 'CANCELLED' | 'CRASHED' | 'PAUSED' | 'CANCELLING'
    TaskRunFilter: {
      flow_run_id?: components['schemas']['TaskRunFilterFlowRunId'] | null
    }
    TaskRunFilterFlowRunId: {
      any_?: string[] | null
      is_null_?: boolean | null
    }
    TaskRunSort: 'ID_DESC' | 'EXPECTED_START_TIME_ASC' | 'EXPECTED_START_TIME_DESC' | 'NAME_ASC' | 'NAME_DESC' | 'NEXT_SCHEDULED_START_TIME_ASC' | 'END_TIME_DESC'
  }
}
